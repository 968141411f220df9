import { jsonInput, toRouteHandler } from "@/app/_http/route-handler";
import { undoOffboarding } from "@/lib/use-cases/offboarding/decide";

export const POST = toRouteHandler(undoOffboarding, async (request, { caseId }) => ({
  ...((await jsonInput(request)) as object),
  caseId,
}));
