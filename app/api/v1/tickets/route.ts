import { jsonInput, searchInput, toRouteHandler } from "@/app/_http/route-handler";
import { listTickets } from "@/lib/use-cases/tickets/list-tickets";
import { openTicket } from "@/lib/use-cases/tickets/open-ticket";

export const GET = toRouteHandler(listTickets, searchInput);
export const POST = toRouteHandler(openTicket, jsonInput, { status: 202 });
