import { toRouteHandler } from "@/app/_http/route-handler";
import { getIdentity } from "@/lib/use-cases/identities/get-identity";

export const GET = toRouteHandler(getIdentity, (_, { identityId }) => ({ id: identityId }));
