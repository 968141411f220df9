import { toRouteHandler } from "@/app/_http/route-handler";
import { getPolicy } from "@/lib/use-cases/policies/get-policy";

export const GET = toRouteHandler(getPolicy, () => ({}));
