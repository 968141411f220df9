import { hash } from "node:crypto";
import { ConnectorError, type Gap, type Page } from "@/connectors/contract";
import { keyedPlans } from "../ingest/bulk-sql";
import { siftUnchanged } from "../ingest/find-unchanged";
import { ingestRecords } from "../ingest/ingest-records";
import { markPartsRead } from "../ingest/seen";
import { checkRecords } from "./check-records";
import { cancelRun, failRun } from "./finish-run";
import { consequenceOf } from "./retry-policy";
import { fenced, LostClaim } from "./run-claim";
import { isUsedUp, joinPages, readAhead, takePages } from "./read-ahead";
import { addToOutcome, saveStream, type StreamRow } from "./run-streams";
import type { DigestedPage, RunState } from "./run-state";
import { asConnectorError, isUnstorable, syncError, unstorable } from "./sync-error";

export type PageOutcome =
  | { kind: "read" }
  | { kind: "cancelled" }
  | { kind: "run_failed" }
  | { kind: "wait"; ms: number; reason: string };

const mostGaps = 200;

/** A crash of the server takes back whole pages with their cursor: they are read again, nothing is lost. */
const soonDurable = "SET LOCAL synchronous_commit = off";

/** Enough for the identities of the pages just read; beyond that the database is asked again. */
const mostRememberedIds = 200_000;

/**
 * Reads the next page of the stream and commits its records together with the cursor, and with it
 * those after it that are there already. While it commits, further pages are read.
 */
export async function readPages(
  state: RunState,
  stream: StreamRow,
  mayReadAhead: () => boolean = () => false,
): Promise<PageOutcome> {
  const source = state.connection?.streams.find((candidate) => candidate.name === stream.name);
  if (!source) {
    const gone = new Error(`The connector has no stream ${stream.name} any more`);
    return afterFailure(state, stream, gone);
  }
  let taken: Awaited<ReturnType<typeof takePages>>;
  try {
    taken = await takePages(state, source, stream.cursor);
  } catch (error) {
    if (state.signal.aborted) throw new LostClaim("The lease was lost");
    return afterFailure(state, stream, error);
  }
  const last = taken.at(-1) ?? taken[0];
  const pages = taken.map(({ read }) => read);
  return commitStorable(state, stream, pages, () => readAhead(state, last, mayReadAhead));
}

/** Commits the pages; one that the database refuses fails alone. */
async function commitStorable(
  state: RunState,
  stream: StreamRow,
  pages: readonly DigestedPage[],
  readOn: () => void,
): Promise<PageOutcome> {
  try {
    return await commitPages(state, stream, pages, readOn);
  } catch (error) {
    if (!isUnstorable(error)) throw error;
    // Its ids were taken back with the pages.
    state.ids.clear();
    if (pages.length === 1) return afterFailure(state, stream, unstorable(error, stream.name));
  }
  for (const page of pages) {
    const outcome = await commitStorable(state, stream, [page], () => undefined);
    if (outcome.kind !== "read" || stream.attempt > 0) return outcome;
  }
  return { kind: "read" };
}

async function commitPages(
  state: RunState,
  stream: StreamRow,
  pages: readonly DigestedPage[],
  readOn: () => void,
): Promise<PageOutcome> {
  // A failed transaction ends the job, and with it what it remembers.
  if (state.ids.size > mostRememberedIds) state.ids.clear();
  const { page, digests } = joinPages(stream.name, pages);
  const { next, cancelAsked } = await fenced(state.claim, async (client, run) => {
    await client.query(`${keyedPlans}; ${soonDurable}`);
    const batch = batchOf(state, stream);
    const sifting = siftUnchanged(client, batch, digests);
    // Only now, so that the database has its work before the next page's takes this process.
    readOn();
    const { rest, unchanged, hashOf } = await sifting;
    const { records, gaps } = checkRecords({ ...page, records: rest });
    const counts = await ingestRecords(client, batch, records, state.ids, hashOf);
    counts.unchanged += unchanged;
    const after = streamAfter(state, stream, pages, { read: records.length + unchanged, gaps });
    await saveStream(client, batch.runId, after);
    await markPartsRead(client, batch.runId, stream.name, page.read ?? []);
    await addToOutcome(client, batch.runId, counts);
    if (run.cancelAsked) await cancelRun(client, state.claim);
    return { next: after, cancelAsked: run.cancelAsked };
  });
  Object.assign(stream, next);
  if (cancelAsked) return { kind: "cancelled" };
  return waitForRate(page);
}

const batchOf = ({ source, claim, isFirstReading }: RunState, stream: StreamRow) => ({
  sourceId: source.id,
  connectorId: source.connectorId,
  runId: claim.runId,
  stream: stream.name,
  now: new Date(),
  isFirstReading,
});

/** Where the stream stands once the pages are written. */
function streamAfter(
  state: RunState,
  stream: StreamRow,
  pages: readonly DigestedPage[],
  { read, gaps }: { read: number; gaps: Gap[] },
): StreamRow {
  const next: StreamRow = {
    ...stream,
    records: stream.records + read,
    attempt: 0,
    gaps: asGaps(stream.name, [...stream.gaps, ...gaps]),
    state: "running",
    error: null,
  };
  for (const { page } of pages) {
    const { cursor: before } = next;
    next.cursor = page.nextCursor;
    next.pages += 1;
    if (next.cursor !== null) watchForCircle(next, before, state.source.name);
    if (next.state === "failed") return next;
  }
  if (next.cursor === null) next.state = isIncomplete(next) ? "incomplete" : "complete";
  return next;
}

/** A gap that every page of a stream repeats is one gap; one stands for those that are too many. */
function asGaps(stream: string, gaps: readonly Gap[]): Gap[] {
  const keyOf = ({ reason, scope, message, within }: Gap) =>
    JSON.stringify([reason, scope, message, within]);
  const all = [...new Map(gaps.map((gap) => [keyOf(gap), gap])).values()];
  if (all.length <= mostGaps) return all;
  const rest = all.slice(mostGaps - 1);
  const message = `More than ${mostGaps - 1} things were left out; the others are not listed.`;
  const others: Gap = { reason: "not_found", scope: stream, message };
  if (rest.every(({ within }) => within === "unread")) others.within = "unread";
  return [...all.slice(0, mostGaps - 1), others];
}

/** A stream with any gap may lack records: what the gap may hide must not go missing. */
const isIncomplete = (stream: StreamRow): boolean => stream.gaps.length > 0;

/**
 * Fails a stream whose pages go round (Brent's algorithm): one earlier cursor is remembered, and
 * replaced whenever the number of pages has doubled, so a circle of any length comes back to it.
 */
function watchForCircle(stream: StreamRow, before: string | null, sourceName: string): void {
  const cursor = hash("sha1", stream.cursor ?? "", "base64url");
  if (stream.cursor === before || cursor === stream.mark) {
    const message =
      stream.cursor === before
        ? `The provider gave the same page again instead of the next one, after ${stream.pages} pages.`
        : `The provider's pages go round in a circle: after ${stream.pages} pages it gave a page that was read before.`;
    stream.state = "failed";
    const repeated = new ConnectorError("unexpected_response", message);
    stream.error = syncError(sourceName, stream.name, repeated);
  } else if (stream.mark === null || stream.pages >= 2 * stream.mark_pages) {
    stream.mark = cursor;
    stream.mark_pages = stream.pages;
  }
}

/** Stops before the provider has to refuse. */
function waitForRate(page: Page): PageOutcome {
  const { resetAt } = page.rate ?? {};
  if (page.nextCursor === null || !isUsedUp(page) || !resetAt) return { kind: "read" };
  const ms = resetAt.getTime() - Date.now();
  if (ms <= 0) return { kind: "read" };
  return { kind: "wait", ms, reason: "The provider's rate limit is used up" };
}

async function afterFailure(
  state: RunState,
  stream: StreamRow,
  thrown: unknown,
): Promise<PageOutcome> {
  const error = asConnectorError(thrown);
  const next: StreamRow = { ...stream, attempt: stream.attempt + 1, state: "running" };
  const consequence = consequenceOf(error, next.attempt);
  if (consequence.kind === "run_failed") {
    await failRun(state, error, { stream: stream.name });
    return { kind: "run_failed" };
  }
  next.error = syncError(state.source.name, stream.name, error);
  if (consequence.kind === "stream_failed") next.state = "failed";
  if (consequence.kind === "stream_denied") {
    next.state = "denied";
    const { permission } = error.extra;
    const gap = { reason: "forbidden" as const, scope: stream.name, message: error.message };
    next.gaps = [...stream.gaps, permission ? { ...gap, permission } : gap];
  }
  const cancelAsked = await fenced(state.claim, async (client, run) => {
    await saveStream(client, state.claim.runId, next);
    if (run.cancelAsked) await cancelRun(client, state.claim);
    return run.cancelAsked;
  });
  Object.assign(stream, next);
  if (cancelAsked) return { kind: "cancelled" };
  if (consequence.kind === "wait") return consequence;
  return { kind: "read" };
}
