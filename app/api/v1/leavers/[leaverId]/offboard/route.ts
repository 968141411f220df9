import { bodyAndPath, toRouteHandler } from "@/app/_http/route-handler";
import { offboardLeaverItems } from "@/lib/use-cases/leavers/decide-leaver";

export const POST = toRouteHandler(offboardLeaverItems, bodyAndPath);
