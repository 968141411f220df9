"use server";

import { toServerAction } from "@/app/_http/server-action";
import { acceptInvitation } from "@/lib/use-cases/people/accept-invitation";

export const acceptInvitationAction = toServerAction(acceptInvitation);
