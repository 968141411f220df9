import { toRouteHandler } from "@/app/_http/route-handler";
import { stopSeries } from "@/lib/use-cases/reviews/series";

export const POST = toRouteHandler(stopSeries, (_request, { seriesId }) => ({ seriesId }));
