import { searchInput, toRouteHandler } from "@/app/_http/route-handler";
import { listCandidates } from "@/lib/use-cases/identities/list-identity-parts";

export const GET = toRouteHandler(listCandidates, (request, { identityId }) => ({
  ...searchInput(request),
  id: identityId,
}));
