import { jsonInput, searchInput, toRouteHandler } from "@/app/_http/route-handler";
import { listPacks } from "@/lib/use-cases/evidence/list-packs";
import { requestPack } from "@/lib/use-cases/evidence/request-pack";

export const GET = toRouteHandler(listPacks, searchInput);
export const POST = toRouteHandler(requestPack, jsonInput, { status: 201 });
