import type { z } from "zod";
import type { ConnectorIo } from "../contract";

/**
 * What an earlier run kept under a key; null where it kept nothing, or nothing that can still be
 * read. That the memory itself cannot be reached is an error: a run that took it for forgotten
 * would write over what is there.
 */
export async function recallJson<T>(
  cache: ConnectorIo["cache"],
  key: string,
  schema: z.ZodType<T>,
): Promise<T | null> {
  const text = await cache.get(key);
  if (text === null) return null;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  return schema.safeParse(value).data ?? null;
}
