import { toRouteHandler } from "@/app/_http/route-handler";
import { cancelOffboarding } from "@/lib/use-cases/offboarding/decide";

export const POST = toRouteHandler(cancelOffboarding, (_request, { caseId }) => ({ caseId }));
