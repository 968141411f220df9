import { bodyAndPath, toRouteHandler } from "@/app/_http/route-handler";
import { changeRole } from "@/lib/use-cases/people/change-person";

export const PUT = toRouteHandler(changeRole, bodyAndPath);
