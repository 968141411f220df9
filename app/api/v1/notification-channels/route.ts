import { jsonInput, toRouteHandler } from "@/app/_http/route-handler";
import { listChannels } from "@/lib/use-cases/notices/list-channels";
import { addChannel } from "@/lib/use-cases/notices/manage-channels";

export const GET = toRouteHandler(listChannels, () => ({}));
export const POST = toRouteHandler(addChannel, jsonInput, { status: 201 });
