import { searchInput, toRouteHandler } from "@/app/_http/route-handler";
import { listTrusts } from "@/lib/use-cases/identities/list-identity-parts";

export const GET = toRouteHandler(listTrusts, (request, { identityId }) => ({
  ...searchInput(request),
  id: identityId,
}));
