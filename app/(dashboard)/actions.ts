"use server";

import { toServerAction } from "@/app/_http/server-action";
import { searchEverything } from "@/lib/use-cases/overview/search-everything";

export const search = toServerAction(searchEverything);
