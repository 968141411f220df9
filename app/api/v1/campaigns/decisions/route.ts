import { jsonInput, toRouteHandler } from "@/app/_http/route-handler";
import { decideItems } from "@/lib/use-cases/reviews/decide";

export const POST = toRouteHandler(decideItems, jsonInput);
