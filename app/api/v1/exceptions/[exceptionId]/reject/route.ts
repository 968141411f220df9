import { bodyAndPath, toRouteHandler } from "@/app/_http/route-handler";
import { rejectException } from "@/lib/use-cases/exceptions/decide";

export const POST = toRouteHandler(rejectException, bodyAndPath);
