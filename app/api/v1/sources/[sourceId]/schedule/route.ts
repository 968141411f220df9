import { bodyAndPath, toRouteHandler } from "@/app/_http/route-handler";
import { setSchedule } from "@/lib/use-cases/sources/set-schedule";

export const PUT = toRouteHandler(setSchedule, bodyAndPath);
