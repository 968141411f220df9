import { jsonInput, toRouteHandler } from "@/app/_http/route-handler";
import { previewPolicy } from "@/lib/use-cases/policies/preview-policy";

export const POST = toRouteHandler(previewPolicy, jsonInput);
