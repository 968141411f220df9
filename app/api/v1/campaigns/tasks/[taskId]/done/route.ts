import { bodyAndPath, toRouteHandler } from "@/app/_http/route-handler";
import { finishTask } from "@/lib/use-cases/reviews/tasks";

export const POST = toRouteHandler(finishTask, bodyAndPath);
