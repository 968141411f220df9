"use server";

import { toServerAction } from "@/app/_http/server-action";
import { changeSource } from "@/lib/use-cases/sources/change-source";

export const change = toServerAction(changeSource, { revalidate: ["/"] });
