import { z } from "zod";
import type { ConnectorIo } from "../contract";
import { recallJson } from "../shared/recall-json";

const list = z.array(z.string());
const keyOf = (stream: string): string => `reached:${stream}`;

/** The regions in which the service of a stream has ever answered this source. */
export const reachedRegions = async (io: ConnectorIo, stream: string): Promise<Set<string>> =>
  new Set(await recallJson(io.cache, keyOf(stream), list));

export async function noteReached(io: ConnectorIo, stream: string, region: string): Promise<void> {
  const reached = await reachedRegions(io, stream);
  if (reached.has(region)) return;
  await io.cache.set(keyOf(stream), JSON.stringify([...reached.add(region)].sort()));
}
