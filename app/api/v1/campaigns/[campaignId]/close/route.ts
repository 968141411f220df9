import { toRouteHandler } from "@/app/_http/route-handler";
import { closeCampaign } from "@/lib/use-cases/reviews/end-campaign";

export const POST = toRouteHandler(closeCampaign, (_request, { campaignId }) => ({ campaignId }));
