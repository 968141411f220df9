import { toRouteHandler } from "@/app/_http/route-handler";
import { rotateSigningSecret } from "@/lib/use-cases/notices/manage-channels";

export const POST = toRouteHandler(rotateSigningSecret, (_request, { channelId }) => ({
  channelId,
}));
