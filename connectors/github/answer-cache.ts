import { createHash } from "node:crypto";
import type { ConnectorIo } from "../contract";

/** An earlier answer, already reduced to the fields that the connector keeps. */
interface Remembered {
  etag: string;
  data: unknown;
  next: string | null;
  /** What GitHub said of the token; a `304` need not repeat it. */
  scopes?: string[] | undefined;
  tokenExpiresAt?: string | undefined;
}

const maximumBytes = 200_000;
/** Raise it when a response schema changes: entries hold parsed data, not GitHub's. */
const layout = 4;

const keyOf = (url: string) =>
  `answer:${layout}:${createHash("sha256").update(url).digest("base64url")}`;

function isRemembered(value: unknown): value is Remembered {
  return typeof value === "object" && value !== null && "etag" in value && "data" in value;
}

/** What was kept as JSON, or null when it cannot be read any more. */
export function fromJson(text: string | null): unknown {
  if (text === null) return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

export async function recall(cache: ConnectorIo["cache"], url: string): Promise<Remembered | null> {
  const value = fromJson(await cache.get(keyOf(url)));
  return isRemembered(value) ? value : null;
}

export async function remember(
  cache: ConnectorIo["cache"],
  url: string,
  entry: Remembered,
): Promise<void> {
  const text = JSON.stringify(entry);
  if (Buffer.byteLength(text) <= maximumBytes) await cache.set(keyOf(url), text);
}
