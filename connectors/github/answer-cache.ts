import { createHash } from "node:crypto";
import { z } from "zod";
import type { ConnectorIo } from "../contract";
import { recallJson } from "../shared/recall-json";

/** An earlier answer, already reduced to the fields that the connector keeps. */
const remembered = z.object({
  etag: z.string(),
  data: z.unknown(),
  next: z.string().nullable(),
  /** What GitHub said of the token; a `304` need not repeat it. */
  scopes: z.array(z.string()).optional(),
  tokenExpiresAt: z.string().optional(),
});
type Remembered = z.infer<typeof remembered>;

const maximumBytes = 200_000;
/** Raise it when a response schema changes: entries hold parsed data, not GitHub's. */
const layout = 4;

const keyOf = (url: string) =>
  `answer:${layout}:${createHash("sha256").update(url).digest("base64url")}`;

export const recall = (cache: ConnectorIo["cache"], url: string): Promise<Remembered | null> =>
  recallJson(cache, keyOf(url), remembered);

export async function remember(
  cache: ConnectorIo["cache"],
  url: string,
  entry: Remembered,
): Promise<void> {
  const text = JSON.stringify(entry);
  if (Buffer.byteLength(text) <= maximumBytes) await cache.set(keyOf(url), text);
}
