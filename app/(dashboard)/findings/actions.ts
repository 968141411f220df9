"use server";

import { toServerAction } from "@/app/_http/server-action";
import { openTicket } from "@/lib/use-cases/tickets/open-ticket";

export const openTicketAction = toServerAction(openTicket);
