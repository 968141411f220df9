import { bodyAnd, toRouteHandler } from "@/app/_http/route-handler";
import { changeView, deleteView } from "@/lib/use-cases/views/commands";

export const PATCH = toRouteHandler(changeView, (request, { viewId }) =>
  bodyAnd(request, { id: viewId }),
);
export const DELETE = toRouteHandler(deleteView, (_, { viewId }) => ({ id: viewId }));
