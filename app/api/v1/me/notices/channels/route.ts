import { jsonInput, toRouteHandler } from "@/app/_http/route-handler";
import { addOwnChannel } from "@/lib/use-cases/notices/manage-channels";

export const POST = toRouteHandler(addOwnChannel, jsonInput, { status: 201 });
