import { jsonInput, toRouteHandler } from "@/app/_http/route-handler";
import { changeOwnership } from "@/lib/use-cases/identities/change-ownership";

export const POST = toRouteHandler(changeOwnership, jsonInput);
