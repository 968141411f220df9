import { toRouteHandler } from "@/app/_http/route-handler";
import { testChannel } from "@/lib/use-cases/notices/test-channel";

export const POST = toRouteHandler(testChannel, (_request, { channelId }) => ({ channelId }));
