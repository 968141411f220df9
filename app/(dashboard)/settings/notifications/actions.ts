"use server";

import { toServerAction } from "@/app/_http/server-action";
import {
  addChannel,
  changeChannel,
  removeChannel,
  rotateSigningSecret,
} from "@/lib/use-cases/notices/manage-channels";
import { retryDelivery } from "@/lib/use-cases/notices/retry-delivery";
import { testChannel } from "@/lib/use-cases/notices/test-channel";

const here = { revalidate: ["/settings/notifications"] };

export const addChannelAction = toServerAction(addChannel, here);
export const changeChannelAction = toServerAction(changeChannel, here);
export const removeChannelAction = toServerAction(removeChannel, here);
export const rotateSecretAction = toServerAction(rotateSigningSecret, here);
export const retryDeliveryAction = toServerAction(retryDelivery, here);
export const testChannelAction = toServerAction(testChannel, here);
