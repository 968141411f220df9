import { bodyAnd, toRouteHandler } from "@/app/_http/route-handler";
import { undoOffboarding } from "@/lib/use-cases/offboarding/decide";

export const POST = toRouteHandler(undoOffboarding, (request, { caseId }) =>
  bodyAnd(request, { caseId }),
);
