import { toRouteHandler } from "@/app/_http/route-handler";
import { getCase } from "@/lib/use-cases/offboarding/get-case";

export const GET = toRouteHandler(getCase, (_request, { caseId }) => ({ caseId }));
