import { searchInput, toRouteHandler } from "@/app/_http/route-handler";
import { listFindingFacets } from "@/lib/use-cases/findings/list-finding-facets";

export const GET = toRouteHandler(listFindingFacets, searchInput);
