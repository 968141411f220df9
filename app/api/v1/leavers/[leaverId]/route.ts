import { toRouteHandler } from "@/app/_http/route-handler";
import { getLeaver } from "@/lib/use-cases/leavers/list-leavers";

export const GET = toRouteHandler(getLeaver, (_request, params) => params);
