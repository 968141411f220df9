import { jsonInput, toRouteHandler } from "@/app/_http/route-handler";
import { setSchedule } from "@/lib/use-cases/sources/set-schedule";

export const PUT = toRouteHandler(setSchedule, async (request, params) => ({
  ...((await jsonInput(request)) as object),
  ...params,
}));
