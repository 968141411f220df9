import { bodyAnd, toRouteHandler } from "@/app/_http/route-handler";
import { refuseDeletion } from "@/lib/use-cases/offboarding/confirm-deletion";

export const POST = toRouteHandler(refuseDeletion, (request, { caseId }) =>
  bodyAnd(request, { caseId }),
);
