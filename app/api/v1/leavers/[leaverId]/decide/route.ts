import { bodyAndPath, toRouteHandler } from "@/app/_http/route-handler";
import { decideLeaver } from "@/lib/use-cases/leavers/decide-leaver";

export const POST = toRouteHandler(decideLeaver, bodyAndPath);
