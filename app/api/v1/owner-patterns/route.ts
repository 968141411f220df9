import { jsonInput, searchInput, toRouteHandler } from "@/app/_http/route-handler";
import { addPattern, listPatterns } from "@/lib/use-cases/patterns/change-patterns";

export const GET = toRouteHandler(listPatterns, searchInput);
export const POST = toRouteHandler(addPattern, jsonInput, { status: 201 });
