import { jsonInput, searchInput, toRouteHandler } from "@/app/_http/route-handler";
import { createCampaign } from "@/lib/use-cases/reviews/create-campaign";
import { listCampaigns } from "@/lib/use-cases/reviews/list-campaigns";

export const GET = toRouteHandler(listCampaigns, searchInput);
export const POST = toRouteHandler(createCampaign, jsonInput, { status: 201 });
