import { searchInput, toRouteHandler } from "@/app/_http/route-handler";
import { previewCampaign } from "@/lib/use-cases/reviews/preview-campaign";

export const GET = toRouteHandler(previewCampaign, searchInput);
