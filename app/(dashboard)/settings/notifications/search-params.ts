import { readConditions, type SearchParams } from "@/app/_http/address-conditions";
import { listDeliveriesInput } from "@/lib/use-cases/notices/list-deliveries";

const { state, channelId, cursor } = listDeliveriesInput.shape;

export const readParams = (raw: SearchParams) => readConditions({ state, channelId, cursor }, raw);
