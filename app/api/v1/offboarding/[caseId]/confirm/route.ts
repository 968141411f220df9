import { bodyAnd, toRouteHandler } from "@/app/_http/route-handler";
import { confirmDeletion } from "@/lib/use-cases/offboarding/confirm-deletion";

export const POST = toRouteHandler(confirmDeletion, (request, { caseId }) =>
  bodyAnd(request, { caseId }),
);
