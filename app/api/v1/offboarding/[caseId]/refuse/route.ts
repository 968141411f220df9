import { jsonInput, toRouteHandler } from "@/app/_http/route-handler";
import { refuseDeletion } from "@/lib/use-cases/offboarding/confirm-deletion";

export const POST = toRouteHandler(refuseDeletion, async (request, { caseId }) => ({
  ...((await jsonInput(request)) as object),
  caseId,
}));
