"use server";

import { toServerAction } from "@/app/_http/server-action";
import { addOwnChannel, removeOwnChannel } from "@/lib/use-cases/notices/manage-channels";
import { saveOwnNotices } from "@/lib/use-cases/notices/own-notices";
import { testChannel } from "@/lib/use-cases/notices/test-channel";

const here = { revalidate: ["/settings/notices"] };

export const saveNoticesAction = toServerAction(saveOwnNotices, here);
export const addOwnChannelAction = toServerAction(addOwnChannel, here);
export const removeOwnChannelAction = toServerAction(removeOwnChannel, here);
export const testOwnChannelAction = toServerAction(testChannel, here);
