import { searchInput, toRouteHandler } from "@/app/_http/route-handler";
import { listKeys } from "@/lib/use-cases/settings/list-keys";

export const GET = toRouteHandler(listKeys, searchInput);
