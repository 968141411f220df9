import { jsonInput, toRouteHandler } from "@/app/_http/route-handler";
import { changeView, deleteView } from "@/lib/use-cases/views/commands";

export const PATCH = toRouteHandler(changeView, async (request, { viewId }) => ({
  ...((await jsonInput(request)) as object),
  id: viewId,
}));
export const DELETE = toRouteHandler(deleteView, (_, { viewId }) => ({ id: viewId }));
