import { toRouteHandler } from "@/app/_http/route-handler";
import { getCampaign } from "@/lib/use-cases/reviews/get-campaign";

export const GET = toRouteHandler(getCampaign, (_request, { campaignId }) => ({ campaignId }));
