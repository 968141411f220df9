"use server";

import { toTicketAction } from "@/app/_http/server-action";
import { offerSecondFactor } from "@/lib/use-cases/sessions/sign-in";

export const secondFactorAction = toTicketAction(offerSecondFactor);
