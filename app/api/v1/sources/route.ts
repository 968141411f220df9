import { jsonInput, toRouteHandler } from "@/app/_http/route-handler";
import { addSource } from "@/lib/use-cases/sources/add-source";
import { listSources } from "@/lib/use-cases/sources/list-sources";

export const GET = toRouteHandler(listSources, () => ({}));
export const POST = toRouteHandler(addSource, jsonInput, { status: 201 });
