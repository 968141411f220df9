import { searchInput, toRouteHandler } from "@/app/_http/route-handler";
import { listTimeline } from "@/lib/use-cases/identities/get-identity";

export const GET = toRouteHandler(listTimeline, (request, { identityId }) => ({
  ...searchInput(request),
  id: identityId,
}));
