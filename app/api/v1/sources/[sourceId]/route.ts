import { bodyAndPath, toRouteHandler } from "@/app/_http/route-handler";
import { changeSource } from "@/lib/use-cases/sources/change-source";
import { getSource } from "@/lib/use-cases/sources/list-sources";
import { removeSource } from "@/lib/use-cases/sources/remove-source";

export const GET = toRouteHandler(getSource, (_request, params) => params);
export const PATCH = toRouteHandler(changeSource, bodyAndPath);
export const DELETE = toRouteHandler(removeSource, (_request, params) => params);
