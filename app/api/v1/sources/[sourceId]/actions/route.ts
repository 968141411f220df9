import { bodyAndPath, toRouteHandler } from "@/app/_http/route-handler";
import { allowActions, forbidActions } from "@/lib/use-cases/sources/allow-actions";
import { getActionSettings } from "@/lib/use-cases/sources/get-action-settings";

export const GET = toRouteHandler(getActionSettings, (_request, params) => params);
export const PUT = toRouteHandler(allowActions, bodyAndPath);
export const DELETE = toRouteHandler(forbidActions, (_request, params) => params);
