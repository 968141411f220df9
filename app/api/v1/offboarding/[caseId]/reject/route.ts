import { bodyAnd, toRouteHandler } from "@/app/_http/route-handler";
import { rejectOffboarding } from "@/lib/use-cases/offboarding/decide";

export const POST = toRouteHandler(rejectOffboarding, (request, { caseId }) =>
  bodyAnd(request, { caseId }),
);
