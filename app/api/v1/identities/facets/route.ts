import { searchInput, toRouteHandler } from "@/app/_http/route-handler";
import { listFacets } from "@/lib/use-cases/identities/list-facets";

export const GET = toRouteHandler(listFacets, searchInput);
