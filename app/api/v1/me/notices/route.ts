import { jsonInput, toRouteHandler } from "@/app/_http/route-handler";
import { getOwnNotices, saveOwnNotices } from "@/lib/use-cases/notices/own-notices";

export const GET = toRouteHandler(getOwnNotices, () => ({}));
export const PUT = toRouteHandler(saveOwnNotices, jsonInput);
