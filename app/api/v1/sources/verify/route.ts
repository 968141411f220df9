import { jsonInput, toRouteHandler } from "@/app/_http/route-handler";
import { verifySource } from "@/lib/use-cases/sources/verify-source";

export const POST = toRouteHandler(verifySource, jsonInput);
