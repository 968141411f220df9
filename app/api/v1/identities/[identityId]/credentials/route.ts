import { searchInput, toRouteHandler } from "@/app/_http/route-handler";
import { listCredentials } from "@/lib/use-cases/identities/list-identity-parts";

export const GET = toRouteHandler(listCredentials, (request, { identityId }) => ({
  ...searchInput(request),
  id: identityId,
}));
