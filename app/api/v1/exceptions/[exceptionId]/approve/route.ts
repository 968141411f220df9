import { bodyAndPath, toRouteHandler } from "@/app/_http/route-handler";
import { approveException } from "@/lib/use-cases/exceptions/decide";

export const POST = toRouteHandler(approveException, bodyAndPath);
