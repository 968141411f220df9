import { createHash } from "node:crypto";
import type { ConnectorIo } from "../contract";

/** An earlier answer, already reduced to the fields that the connector keeps. */
interface Remembered {
  etag: string;
  data: unknown;
  next: string | null;
}

const maximumBytes = 200_000;
/** Raise it when a response schema changes: entries hold parsed data, not GitHub's. */
const layout = 1;

const keyOf = (url: string) =>
  `answer:${layout}:${createHash("sha256").update(url).digest("base64url")}`;

function isRemembered(value: unknown): value is Remembered {
  return typeof value === "object" && value !== null && "etag" in value && "data" in value;
}

export async function recall(cache: ConnectorIo["cache"], url: string): Promise<Remembered | null> {
  const text = await cache.get(keyOf(url));
  if (text === null) return null;
  try {
    const value: unknown = JSON.parse(text);
    return isRemembered(value) ? value : null;
  } catch {
    return null;
  }
}

export async function remember(
  cache: ConnectorIo["cache"],
  url: string,
  entry: Remembered,
): Promise<void> {
  const text = JSON.stringify(entry);
  if (Buffer.byteLength(text) <= maximumBytes) await cache.set(keyOf(url), text);
}
