import { jsonInput, toRouteHandler } from "@/app/_http/route-handler";
import { rejectOffboarding } from "@/lib/use-cases/offboarding/decide";

export const POST = toRouteHandler(rejectOffboarding, async (request, { caseId }) => ({
  ...((await jsonInput(request)) as object),
  caseId,
}));
