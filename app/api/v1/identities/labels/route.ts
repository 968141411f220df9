import { jsonInput, toRouteHandler } from "@/app/_http/route-handler";
import { changeLabels } from "@/lib/use-cases/identities/change-labels";

export const POST = toRouteHandler(changeLabels, jsonInput);
