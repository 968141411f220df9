import { jsonInput, searchInput, toRouteHandler } from "@/app/_http/route-handler";
import { createToken } from "@/lib/use-cases/tokens/create-token";
import { listOwnTokens } from "@/lib/use-cases/tokens/list-own-tokens";

export const GET = toRouteHandler(listOwnTokens, searchInput);
export const POST = toRouteHandler(createToken, jsonInput, { status: 201 });
