import { searchInput, toRouteHandler } from "@/app/_http/route-handler";
import { listAuditEvents } from "@/lib/use-cases/audit-log/list-audit-events";

export const GET = toRouteHandler(listAuditEvents, searchInput);
