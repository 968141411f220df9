"use server";

import { toServerAction } from "@/app/_http/server-action";
import { activatePolicy, restorePolicy } from "@/lib/use-cases/policies/change-policy";

const revalidate = ["/"];

export const activate = toServerAction(activatePolicy, { revalidate });
export const restore = toServerAction(restorePolicy, { revalidate });
