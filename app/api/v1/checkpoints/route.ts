import { searchInput, toRouteHandler } from "@/app/_http/route-handler";
import { listCheckpoints } from "@/lib/use-cases/checkpoints/list-checkpoints";

export const GET = toRouteHandler(listCheckpoints, searchInput);
