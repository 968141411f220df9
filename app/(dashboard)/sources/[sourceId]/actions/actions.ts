"use server";

import { toServerAction } from "@/app/_http/server-action";
import { allowActions, forbidActions } from "@/lib/use-cases/sources/allow-actions";

const revalidate = ["/"];

export const allow = toServerAction(allowActions, { revalidate });
export const forbid = toServerAction(forbidActions, { revalidate });
