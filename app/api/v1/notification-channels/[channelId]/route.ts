import { bodyAndPath, toRouteHandler } from "@/app/_http/route-handler";
import { changeChannel, removeChannel } from "@/lib/use-cases/notices/manage-channels";

export const PATCH = toRouteHandler(changeChannel, bodyAndPath);
export const DELETE = toRouteHandler(removeChannel, (_request, { channelId }) => ({ channelId }));
