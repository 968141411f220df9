import { bodyAndPath, toRouteHandler } from "@/app/_http/route-handler";
import { withdrawException } from "@/lib/use-cases/exceptions/decide";

export const POST = toRouteHandler(withdrawException, bodyAndPath);
