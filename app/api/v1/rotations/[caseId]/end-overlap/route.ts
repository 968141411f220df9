import { bodyAndPath, toRouteHandler } from "@/app/_http/route-handler";
import { endOverlap } from "@/lib/use-cases/rotation/end-overlap";

export const POST = toRouteHandler(endOverlap, bodyAndPath);
