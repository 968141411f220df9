import { searchInput, toRouteHandler } from "@/app/_http/route-handler";
import { listFindingFacets } from "@/lib/use-cases/findings/list-findings";

export const GET = toRouteHandler(listFindingFacets, searchInput);
