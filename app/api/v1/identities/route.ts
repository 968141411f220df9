import { searchInput, toRouteHandler } from "@/app/_http/route-handler";
import { listIdentities } from "@/lib/use-cases/identities/list-identities";

export const GET = toRouteHandler(listIdentities, searchInput);
