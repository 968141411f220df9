import { toRouteHandler } from "@/app/_http/route-handler";
import { getPack } from "@/lib/use-cases/evidence/list-packs";

export const GET = toRouteHandler(getPack, (_request, { packId }) => ({ packId }));
