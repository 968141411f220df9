import { searchInput, toRouteHandler } from "@/app/_http/route-handler";
import { getHealthReport } from "@/lib/use-cases/settings/get-health-report";

export const GET = toRouteHandler(getHealthReport, searchInput);
