import type { Delivery } from "@/connectors/contract";
import type { Destination } from "../offboarding/rotation-row";
import { NoActions, withConnection } from "../offboarding/open-actions";

type AtSource = Extract<Destination, { type: "source" }>;

/** Connects to where the secret goes, with that source's write credential, and closes. */
export const withDelivery = <T>(
  { sourceId, kind, fields, label }: AtSource,
  signal: AbortSignal,
  work: (delivery: Delivery) => Promise<T>,
): Promise<T> =>
  withConnection(sourceId, signal, (connection) => {
    const delivery = connection.delivery?.({ kind, fields });
    if (!delivery) throw new NoActions(`${label} does not take what was filled in.`);
    return work(delivery);
  });
