import { jsonInput, toRouteHandler } from "@/app/_http/route-handler";
import { assignOwner } from "@/lib/use-cases/identities/assign-owner";

export const POST = toRouteHandler(assignOwner, jsonInput);
