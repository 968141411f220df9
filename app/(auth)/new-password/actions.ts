"use server";

import { toServerAction } from "@/app/_http/server-action";
import { redeemSignInLink } from "@/lib/use-cases/people/redeem-sign-in-link";

export const setPasswordAction = toServerAction(redeemSignInLink);
