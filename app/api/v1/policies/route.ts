import { jsonInput, toRouteHandler } from "@/app/_http/route-handler";
import { activatePolicy } from "@/lib/use-cases/policies/change-policy";

export const POST = toRouteHandler(activatePolicy, jsonInput, { status: 201 });
