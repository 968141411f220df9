import { searchInput, toRouteHandler } from "@/app/_http/route-handler";
import { listFindingRules } from "@/lib/use-cases/findings/list-finding-rules";

export const GET = toRouteHandler(listFindingRules, searchInput);
