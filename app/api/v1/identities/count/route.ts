import { searchInput, toRouteHandler } from "@/app/_http/route-handler";
import { countIdentities } from "@/lib/use-cases/identities/list-facets";

export const GET = toRouteHandler(countIdentities, searchInput);
