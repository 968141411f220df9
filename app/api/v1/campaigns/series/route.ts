import { toRouteHandler } from "@/app/_http/route-handler";
import { listSeries } from "@/lib/use-cases/reviews/series";

export const GET = toRouteHandler(listSeries, () => ({}));
