import { toRouteHandler } from "@/app/_http/route-handler";
import { revokeToken } from "@/lib/use-cases/tokens/revoke-token";

export const DELETE = toRouteHandler(revokeToken, (_request, params) => params);
