import { bodyAndPath, toRouteHandler } from "@/app/_http/route-handler";
import { delegateItems } from "@/lib/use-cases/reviews/delegate-items";

export const POST = toRouteHandler(delegateItems, bodyAndPath);
