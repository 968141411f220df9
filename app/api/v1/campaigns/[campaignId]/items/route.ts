import { searchInput, toRouteHandler } from "@/app/_http/route-handler";
import { listItems } from "@/lib/use-cases/reviews/list-items";

export const GET = toRouteHandler(listItems, (request, { campaignId }) => ({
  ...searchInput(request),
  campaignId,
}));
