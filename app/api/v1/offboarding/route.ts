import { jsonInput, searchInput, toRouteHandler } from "@/app/_http/route-handler";
import { listCases } from "@/lib/use-cases/offboarding/list-cases";
import { requestOffboarding } from "@/lib/use-cases/offboarding/request-offboarding";

export const GET = toRouteHandler(listCases, searchInput);
export const POST = toRouteHandler(requestOffboarding, jsonInput, { status: 201 });
