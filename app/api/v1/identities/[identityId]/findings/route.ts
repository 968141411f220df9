import { searchInput, toRouteHandler } from "@/app/_http/route-handler";
import { listIdentityFindings } from "@/lib/use-cases/identities/list-identity-parts";

export const GET = toRouteHandler(listIdentityFindings, (request, { identityId }) => ({
  ...searchInput(request),
  id: identityId,
}));
