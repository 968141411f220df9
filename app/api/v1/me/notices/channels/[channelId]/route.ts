import { toRouteHandler } from "@/app/_http/route-handler";
import { removeOwnChannel } from "@/lib/use-cases/notices/manage-channels";

export const DELETE = toRouteHandler(removeOwnChannel, (_request, { channelId }) => ({
  channelId,
}));
