import { bodyAnd, toRouteHandler } from "@/app/_http/route-handler";
import { reportOffboardingDone } from "@/lib/use-cases/offboarding/decide";

export const POST = toRouteHandler(reportOffboardingDone, (request, { caseId }) =>
  bodyAnd(request, { caseId }),
);
