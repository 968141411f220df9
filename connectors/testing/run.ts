import {
  ConnectorError,
  type Connection,
  type ConnectorIo,
  type Page,
  type SourceRecord,
} from "../contract";
import type { ConformanceHarness } from "./harness";

export interface StreamOutcome {
  name: string;
  records: SourceRecord[];
  pages: number;
  complete: boolean;
  cursorRepeated: boolean;
  error?: unknown;
}

export interface RunOutcome {
  streams: StreamOutcome[];
  /** Set when the connection itself could not be made. */
  connectError?: unknown;
}

/** Reads one stream to its end, or to its first error. */
export async function drain(
  connect: () => Promise<Connection>,
  index: number,
  fresh: boolean,
  mostPages: number,
): Promise<StreamOutcome> {
  let connection = await connect();
  const outcome: StreamOutcome = {
    name: connection.streams[index]?.name ?? "",
    records: [],
    pages: 0,
    complete: true,
    cursorRepeated: false,
  };
  const met = new Set<string>();
  try {
    for (let cursor: string | null = null; outcome.pages < mostPages;) {
      const page: Page | undefined = await connection.streams[index]?.list(cursor);
      if (!page) break;
      outcome.pages += 1;
      outcome.records.push(...page.records);
      if (!page.complete || (page.gaps?.length ?? 0) > 0) outcome.complete = false;
      cursor = page.nextCursor;
      if (cursor === null) return outcome;
      if (met.has(cursor)) return { ...outcome, complete: false, cursorRepeated: true };
      met.add(cursor);
      if (fresh) {
        await connection.close?.();
        connection = await connect();
      }
    }
    return { ...outcome, complete: false };
  } catch (error) {
    return { ...outcome, complete: false, error };
  } finally {
    if (fresh) await connection.close?.();
  }
}

/**
 * Reads every stream to its end as the runner does. With `freshConnections` each page is asked on a
 * new connection, as after a crash. A stream that fails does not stop the ones after it. `together`
 * reads all streams at once, for what each of them must say under the same fault.
 */
export async function runAll(
  harness: Pick<ConformanceHarness, "manifest" | "connector" | "config">,
  url: string,
  io: ConnectorIo,
  freshConnections = false,
  mostPages = 5_000,
  together = false,
): Promise<RunOutcome> {
  const config = harness.manifest.config.parse(harness.config(url));
  const open = (): Promise<Connection> => harness.connector.connect(config, io);
  let kept: Connection;
  try {
    kept = await open();
  } catch (connectError) {
    return { streams: [], connectError };
  }
  const streams: StreamOutcome[] = [];
  const connect = freshConnections ? open : () => Promise.resolve(kept);
  const read = (index: number): Promise<StreamOutcome> =>
    drain(connect, index, freshConnections, mostPages).catch((error: unknown) => ({
      name: kept.streams[index]?.name ?? "",
      records: [],
      pages: 0,
      complete: false,
      cursorRepeated: false,
      error,
    }));
  if (together) streams.push(...(await Promise.all([...kept.streams.keys()].map(read))));
  else {
    for (const index of kept.streams.keys()) {
      streams.push(await read(index));
      if (isFatal(streams.at(-1)?.error)) break;
    }
  }
  await kept.close?.();
  return { streams };
}

/** A dead credential stops the source; the runner asks nothing more. */
function isFatal(error: unknown): boolean {
  return error instanceof ConnectorError && error.code === "unauthorized";
}

export const recordsOf = (outcome: RunOutcome): SourceRecord[] =>
  outcome.streams.flatMap((stream) => stream.records);

export const errorsOf = (outcome: RunOutcome): unknown[] =>
  [outcome.connectError, ...outcome.streams.map((stream) => stream.error)].filter(
    (error) => error !== undefined,
  );

export const isComplete = (outcome: RunOutcome): boolean =>
  outcome.connectError === undefined && outcome.streams.every((stream) => stream.complete);

/** What makes two records the same record. Sightings of use have no id of their own. */
export function keyOf(record: SourceRecord): string {
  if (record.type === "usage") return `usage ${record.subjectExternalId} ${record.source}`;
  if (record.type === "owner_hint") {
    return `owner_hint ${record.identityExternalId} ${record.method} ${record.candidate}`;
  }
  const family = record.type === "stored_secret" ? "identity" : record.type;
  return `${family} ${record.externalId}`;
}
