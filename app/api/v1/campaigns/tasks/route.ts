import { searchInput, toRouteHandler } from "@/app/_http/route-handler";
import { listTasks } from "@/lib/use-cases/reviews/tasks";

export const GET = toRouteHandler(listTasks, searchInput);
