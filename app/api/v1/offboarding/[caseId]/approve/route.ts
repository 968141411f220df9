import { toRouteHandler } from "@/app/_http/route-handler";
import { approveOffboarding } from "@/lib/use-cases/offboarding/decide";

export const POST = toRouteHandler(approveOffboarding, (_request, { caseId }) => ({ caseId }));
