import { jsonInput, toRouteHandler } from "@/app/_http/route-handler";
import { classifyIdentity } from "@/lib/use-cases/identities/classify-identity";

export const PUT = toRouteHandler(classifyIdentity, async (request, { identityId }) => ({
  ...((await jsonInput(request)) as object),
  id: identityId,
}));
