import { jsonInput, searchInput, toRouteHandler } from "@/app/_http/route-handler";
import { listExceptions } from "@/lib/use-cases/exceptions/list-exceptions";
import { requestException } from "@/lib/use-cases/exceptions/request-exception";

export const GET = toRouteHandler(listExceptions, searchInput);
export const POST = toRouteHandler(requestException, jsonInput, { status: 201 });
