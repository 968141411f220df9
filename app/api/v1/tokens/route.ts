import { searchInput, toRouteHandler } from "@/app/_http/route-handler";
import { listOwnTokens } from "@/lib/use-cases/tokens/list-own-tokens";
import { revokeToken } from "@/lib/use-cases/tokens/revoke-token";

export const GET = toRouteHandler(listOwnTokens, searchInput);
export const DELETE = toRouteHandler(revokeToken, searchInput);
