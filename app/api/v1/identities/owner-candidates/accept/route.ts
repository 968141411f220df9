import { jsonInput, toRouteHandler } from "@/app/_http/route-handler";
import { acceptCandidates } from "@/lib/use-cases/identities/decide-candidate";

export const POST = toRouteHandler(acceptCandidates, jsonInput);
