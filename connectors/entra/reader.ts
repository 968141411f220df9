import type { Page, SourceRecord } from "../contract";
import type { GraphClient, ListCall } from "./client";
import type { EntraConfig } from "./config";
import type { Directory } from "./directory";
import { gapOf } from "./graph-error";

/** What every stream reads with. */
export interface Reader {
  config: EntraConfig;
  client: GraphClient;
  directory: Directory;
  /** Where people look at it. */
  portal: string;
  now(): Date;
}

/** A stream that may not be read: one gap over all of it, and nothing below it goes missing. */
export function refusedPage(error: unknown, { config }: Reader, permission: string): Page {
  const gap = gapOf(error, config.tenantId, permission);
  return { records: [], nextCursor: null, complete: false, gaps: [gap] };
}

/** One page of a list, by the provider's own link to the next one. */
export async function listPage<T>(
  reader: Reader,
  call: ListCall<T>,
  cursor: string | null,
  records: (rows: T[]) => Promise<SourceRecord[]>,
): Promise<Page> {
  try {
    const { rows, next } = await reader.client.page(call, cursor);
    return { records: await records(rows), nextCursor: next, complete: true };
  } catch (error) {
    return refusedPage(error, reader, call.permission ?? "");
  }
}

const mostAtOnce = 500;

/** Records that were read as a whole, some at a time; the cursor is the key of the last one given. */
export function slicePage<R extends SourceRecord>(
  records: readonly R[],
  keyOf: (record: R) => string,
  cursor: string | null,
): Page {
  const sorted = new Map(records.map((record) => [keyOf(record), record]));
  const keys = [...sorted.keys()].sort().filter((key) => cursor === null || key > cursor);
  const given = keys.slice(0, mostAtOnce);
  return {
    records: given.flatMap((key) => sorted.get(key) ?? []),
    nextCursor: keys.length > given.length ? (given.at(-1) ?? null) : null,
    complete: true,
    expectedTotal: sorted.size,
  };
}
