import { jsonInput, toRouteHandler } from "@/app/_http/route-handler";
import { confirmDeletion } from "@/lib/use-cases/offboarding/confirm-deletion";

export const POST = toRouteHandler(confirmDeletion, async (request, { caseId }) => ({
  ...((await jsonInput(request)) as object),
  caseId,
}));
