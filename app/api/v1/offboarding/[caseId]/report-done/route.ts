import { jsonInput, toRouteHandler } from "@/app/_http/route-handler";
import { reportOffboardingDone } from "@/lib/use-cases/offboarding/decide";

export const POST = toRouteHandler(reportOffboardingDone, async (request, { caseId }) => ({
  ...((await jsonInput(request)) as object),
  caseId,
}));
