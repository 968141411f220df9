import { toRouteHandler } from "@/app/_http/route-handler";
import { undoDecision } from "@/lib/use-cases/reviews/undo-decision";

export const DELETE = toRouteHandler(undoDecision, (_request, { itemId }) => ({ itemId }));
