import { bodyAnd, toRouteHandler } from "@/app/_http/route-handler";
import { classifyIdentity } from "@/lib/use-cases/identities/classify-identity";

export const PUT = toRouteHandler(classifyIdentity, (request, { identityId }) =>
  bodyAnd(request, { id: identityId }),
);
