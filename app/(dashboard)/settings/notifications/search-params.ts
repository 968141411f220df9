import { listDeliveriesInput } from "@/lib/use-cases/notices/list-deliveries";

const { state, channelId, cursor } = listDeliveriesInput.shape;
const shape = { state, channelId, cursor } as const;
type Params = { state?: string; channelId?: string; cursor?: string };

/** The address's conditions that mean something. */
export function readParams(raw: Record<string, string | string[] | undefined>): Params {
  const params: Params = {};
  for (const name of ["state", "channelId", "cursor"] as const) {
    const value = raw[name];
    if (typeof value === "string" && value !== "" && shape[name].safeParse(value).success)
      params[name] = value;
  }
  return params;
}
