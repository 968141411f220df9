import { searchInput, toRouteHandler } from "@/app/_http/route-handler";
import { listLeavers } from "@/lib/use-cases/leavers/list-leavers";

export const GET = toRouteHandler(listLeavers, searchInput);
