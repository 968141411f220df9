import { searchInput, toRouteHandler } from "@/app/_http/route-handler";
import { listDeliveries } from "@/lib/use-cases/notices/list-deliveries";

export const GET = toRouteHandler(listDeliveries, searchInput);
