import { searchInput, toRouteHandler } from "@/app/_http/route-handler";
import { searchEverything } from "@/lib/use-cases/overview/search-everything";

export const GET = toRouteHandler(searchEverything, searchInput);
