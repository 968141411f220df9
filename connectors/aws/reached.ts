import { z } from "zod";
import type { ConnectorIo } from "../contract";

const list = z.array(z.string());
const keyOf = (stream: string): string => `reached:${stream}`;

/** The regions in which the service of a stream has ever answered this source. */
export async function reachedRegions(io: ConnectorIo, stream: string): Promise<Set<string>> {
  try {
    return new Set(list.parse(JSON.parse((await io.cache.get(keyOf(stream))) ?? "[]")));
  } catch {
    return new Set();
  }
}

export async function noteReached(io: ConnectorIo, stream: string, region: string): Promise<void> {
  const reached = await reachedRegions(io, stream);
  if (reached.has(region)) return;
  await io.cache.set(keyOf(stream), JSON.stringify([...reached.add(region)].sort()));
}
