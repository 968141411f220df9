import { toRouteHandler } from "@/app/_http/route-handler";
import { retryDelivery } from "@/lib/use-cases/notices/retry-delivery";

export const POST = toRouteHandler(retryDelivery, (_request, { deliveryId }) => ({ deliveryId }));
