import { toRouteHandler } from "@/app/_http/route-handler";
import { listConnectors } from "@/lib/use-cases/sources/list-connectors";

export const GET = toRouteHandler(listConnectors, () => ({}));
