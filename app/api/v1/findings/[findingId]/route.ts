import { toRouteHandler } from "@/app/_http/route-handler";
import { getFinding } from "@/lib/use-cases/findings/get-finding";

export const GET = toRouteHandler(getFinding, (_request, params) => ({ id: params.findingId }));
