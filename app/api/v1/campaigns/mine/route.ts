import { searchInput, toRouteHandler } from "@/app/_http/route-handler";
import { listMyItems } from "@/lib/use-cases/reviews/list-my-items";

export const GET = toRouteHandler(listMyItems, searchInput);
