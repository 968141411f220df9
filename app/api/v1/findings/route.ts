import { searchInput, toRouteHandler } from "@/app/_http/route-handler";
import { listFindings } from "@/lib/use-cases/findings/list-findings";

export const GET = toRouteHandler(listFindings, searchInput);
