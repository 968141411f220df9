import { toRouteHandler } from "@/app/_http/route-handler";
import { getOverview } from "@/lib/use-cases/overview/get-overview";

export const GET = toRouteHandler(getOverview, () => ({}));
