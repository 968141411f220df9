"use server";

import { toServerAction } from "@/app/_http/server-action";
import { addSource } from "@/lib/use-cases/sources/add-source";
import { cancelSync } from "@/lib/use-cases/sources/cancel-sync";
import { confirmRemovals } from "@/lib/use-cases/sources/confirm-removals";
import { removeFile } from "@/lib/use-cases/sources/remove-file";
import { removeSource } from "@/lib/use-cases/sources/remove-source";
import { requestSync } from "@/lib/use-cases/sources/request-sync";
import { loadSample, removeSample } from "@/lib/use-cases/sources/sample-source";
import { setSchedule } from "@/lib/use-cases/sources/set-schedule";
import { verifyInput, verifySource } from "@/lib/use-cases/sources/verify-source";

const revalidate = ["/"];
const verify = Object.assign((...args: Parameters<typeof verifySource>) => verifySource(...args), {
  permission: "source:add" as const,
  input: verifyInput,
});

export const connect = toServerAction(addSource, { revalidate });
export const check = toServerAction(verify);
export const syncNow = toServerAction(requestSync, { revalidate });
export const cancel = toServerAction(cancelSync, { revalidate });
export const decideRemovals = toServerAction(confirmRemovals, { revalidate });
export const schedule = toServerAction(setSchedule, { revalidate });
export const remove = toServerAction(removeSource, { revalidate });
export const takeFileAway = toServerAction(removeFile, { revalidate });
export const exploreSample = toServerAction(loadSample, { revalidate });
export const dropSample = toServerAction(removeSample, { revalidate });
