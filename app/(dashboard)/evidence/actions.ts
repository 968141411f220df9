"use server";

import { toServerAction } from "@/app/_http/server-action";
import { requestPack } from "@/lib/use-cases/evidence/request-pack";

export const request = toServerAction(requestPack, { revalidate: ["/evidence"] });
