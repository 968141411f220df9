import { jsonInput, searchInput, toRouteHandler } from "@/app/_http/route-handler";
import { listCases } from "@/lib/use-cases/offboarding/list-cases";
import { requestRotation } from "@/lib/use-cases/rotation/request-rotation";

export const GET = toRouteHandler(listCases, (request) => ({
  ...searchInput(request),
  kind: "rotation",
}));
export const POST = toRouteHandler(requestRotation, jsonInput, { status: 201 });
