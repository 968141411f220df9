import { searchInput, toRouteHandler } from "@/app/_http/route-handler";
import { listOwners } from "@/lib/use-cases/identities/list-owners";

export const GET = toRouteHandler(listOwners, searchInput);
