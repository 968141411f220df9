import { setImmediate as turn } from "node:timers/promises";
import type { Gap, Page, Stream } from "@/connectors/contract";
import { digestNothing, digestRecords, joinDigests } from "../ingest/find-unchanged";
import type { Asked, DigestedPage, RunState } from "./run-state";
import { isUnfinished } from "./run-streams";

/** What is held read but not written, and what one transaction writes; one page may be larger. */
const most = { records: 20_000, pages: 20 };

/** A page that is there and digested, and what it was asked by. */
export type Read = Pick<Asked, "stream" | "cursor" | "arrived"> & { read: DigestedPage };

/**
 * The pages of the stream from its cursor on that are read already, in order; waits for the first.
 * Throws what reading the first one threw.
 */
export async function takePages(
  state: RunState,
  source: Stream,
  cursor: string | null,
): Promise<[Read, ...Read[]]> {
  const { name: stream } = source;
  if (state.ahead[0]?.stream !== stream || state.ahead[0].cursor !== cursor) state.ahead = [];
  const waiting = state.ahead[0];
  const first = waiting ?? ask(state, source, cursor);
  // It stays the newest that was asked for until it is there, so that the one after it is asked for then.
  const read = await first.page.finally(() => waiting && state.ahead.shift());
  const pages: [Read, ...Read[]] = [{ ...first, read }];
  let records = read.page.records.length;
  for (let next = state.ahead[0]; next?.read && next.stream === stream; next = state.ahead[0]) {
    records += next.read.page.records.length;
    if (records > most.records) break;
    pages.push({ ...next, read: next.read });
    state.ahead.shift();
  }
  return pages;
}

/**
 * Asks for the pages after `last`, one after the other, for as long as there is room and `may`
 * agrees: of its stream, then of those that the run has still to read.
 */
export function readAhead(
  state: RunState,
  last: Pick<Asked, "stream" | "cursor" | "arrived">,
  may: () => boolean,
): void {
  const end = state.ahead.at(-1) ?? last;
  if (!end.arrived || isUsedUp(end.arrived)) return;
  const next = pageAfter(state, end, end.arrived);
  const held = state.ahead.flatMap(({ arrived }) => arrived ?? []);
  if (!next || held.length >= most.pages || recordsIn(held) >= most.records || !may()) return;
  const asked = ask(state, next.source, next.cursor);
  state.ahead.push(asked);
  asked.arrival.then(
    () => state.ahead.at(-1) === asked && readAhead(state, asked, may),
    () => undefined,
  );
}

/** What is read after a page; null where nothing is, or where it would be the same page again. */
function pageAfter(
  { connection, streams }: RunState,
  { stream, cursor }: Pick<Asked, "stream" | "cursor">,
  { nextCursor }: Page,
): { source: Stream; cursor: string | null } | null {
  const at = streams.findIndex(({ name }) => name === stream);
  const following = nextCursor === null ? streams.slice(at + 1).find(isUnfinished) : streams[at];
  const source = connection?.streams.find(({ name }) => name === following?.name);
  if (!following || !source) return null;
  if (nextCursor === null) return { source, cursor: following.cursor };
  return nextCursor === cursor ? null : { source, cursor: nextCursor };
}

/** Of the event loop, until a request that was just made is on its way; measured with `fetch`. */
const turnsToSend = 3;

/**
 * Digests before its turn comes, so that a page asked for ahead costs nothing more then; and after
 * the next one was asked for, so that the provider works meanwhile.
 */
function ask(state: RunState, source: Stream, cursor: string | null): Asked {
  const digest = state.isFirstReading ? digestNothing : digestRecords;
  const arrival = source.list(cursor).then((page) => (asked.arrived = page));
  const page = arrival.then(async (arrived) => {
    for (let turns = 0; turns < turnsToSend; turns += 1) await turn();
    asked.read = { page: arrived, digests: digest(arrived.records) };
    return asked.read;
  });
  // Whoever takes the page hears of it.
  page.catch(() => undefined);
  const asked: Asked = { stream: source.name, cursor, arrival, arrived: null, page, read: null };
  return asked;
}

const recordsIn = (pages: readonly Page[]): number =>
  pages.reduce((sum, { records }) => sum + records.length, 0);

/** Whether the provider would refuse the next request. */
export const isUsedUp = ({ rate }: Page): boolean =>
  rate?.remaining === 0 && rate.resetAt !== undefined;

/** Pages that follow each other as one, which ends where the last one ends. */
export function joinPages(stream: string, pages: readonly DigestedPage[]): DigestedPage {
  const all = pages.map(({ page }) => page);
  const last = all.at(-1);
  if (!last) throw new Error("no page to join");
  const page: Page = {
    ...last,
    records: all.flatMap(({ records }) => records),
    complete: all.every(({ complete }) => complete),
    gaps: all.flatMap((one) => gapsOf(stream, one)),
    read: all.flatMap(({ read }) => read ?? []),
  };
  return { page, digests: joinDigests(pages.map(({ digests }) => digests)) };
}

/** What a page lacks, also where it does not say where. */
function gapsOf(stream: string, { complete, gaps = [] }: Page): Gap[] {
  if (complete || gaps.length > 0) return gaps;
  const message = "The provider did not give everything of this stream.";
  return [{ reason: "not_found", scope: stream, message }];
}
