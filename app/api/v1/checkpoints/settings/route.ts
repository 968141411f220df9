import { jsonInput, toRouteHandler } from "@/app/_http/route-handler";
import {
  changeCheckpointSettings,
  getCheckpointSettings,
} from "@/lib/use-cases/checkpoints/settings";

export const GET = toRouteHandler(getCheckpointSettings, () => ({}));
export const PUT = toRouteHandler(changeCheckpointSettings, jsonInput);
