import { bodyAndPath, toRouteHandler } from "@/app/_http/route-handler";
import { cancelCampaign } from "@/lib/use-cases/reviews/end-campaign";

export const POST = toRouteHandler(cancelCampaign, bodyAndPath);
