import { toRouteHandler } from "@/app/_http/route-handler";
import { loadSample, removeSample } from "@/lib/use-cases/sources/sample-source";

export const POST = toRouteHandler(loadSample, () => ({}), { status: 202 });
export const DELETE = toRouteHandler(removeSample, () => ({}));
