import { toRouteHandler } from "@/app/_http/route-handler";
import { getException } from "@/lib/use-cases/exceptions/get-exception";

export const GET = toRouteHandler(getException, (_request, { exceptionId }) => ({ exceptionId }));
