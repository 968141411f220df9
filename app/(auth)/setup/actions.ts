"use server";

import { toServerAction } from "@/app/_http/server-action";
import { completeSetup } from "@/lib/use-cases/people/create-first-administrator";

export const completeSetupAction = toServerAction(completeSetup);
