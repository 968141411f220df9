import { jsonInput, searchInput, toRouteHandler } from "@/app/_http/route-handler";
import { saveView } from "@/lib/use-cases/views/commands";
import { listViews } from "@/lib/use-cases/views/list-views";

export const GET = toRouteHandler(listViews, searchInput);
export const POST = toRouteHandler(saveView, jsonInput, { status: 201 });
