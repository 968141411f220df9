import type { Gap, Page, Stream } from "@/connectors/contract";
import { digestNothing, digestRecords, joinDigests } from "../ingest/find-unchanged";
import type { Asked, DigestedPage, RunState } from "./run-state";
import { isUnfinished } from "./run-streams";

/** What is held read but not written, and what one transaction writes; one page may be larger. */
const most = { records: 20_000, pages: 20 };

/** A page that is there, and what it was asked by. */
export type Read = Pick<Asked, "stream" | "cursor"> & { read: DigestedPage };

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
  const first = state.ahead.shift() ?? ask(state, source, cursor);
  const pages: [Read, ...Read[]] = [{ stream, cursor, read: await first.page }];
  let records = recordsIn(pages);
  for (let next = state.ahead[0]; next?.read && next.stream === stream; next = state.ahead[0]) {
    records += next.read.page.records.length;
    if (records > most.records) break;
    pages.push({ stream, cursor: next.cursor, read: next.read });
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
  last: Pick<Asked, "stream" | "cursor" | "read">,
  may: () => boolean,
): void {
  const end = state.ahead.at(-1) ?? last;
  if (!end.read || isUsedUp(end.read.page)) return;
  const next = pageAfter(state, end, end.read.page);
  const held = state.ahead.filter((asked): asked is Asked & Read => asked.read !== null);
  if (!next || held.length >= most.pages || recordsIn(held) >= most.records || !may()) return;
  const asked = ask(state, next.source, next.cursor);
  state.ahead.push(asked);
  asked.page.then(
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

/** Digests at once, so that a page asked for ahead costs nothing more when its turn comes. */
function ask(state: RunState, source: Stream, cursor: string | null): Asked {
  const digest = state.isFirstReading ? digestNothing : digestRecords;
  const asked: Asked = {
    stream: source.name,
    cursor,
    read: null,
    page: source.list(cursor).then((page) => {
      asked.read = { page, digests: digest(page.records) };
      return asked.read;
    }),
  };
  return asked;
}

const recordsIn = (pages: readonly Read[]): number =>
  pages.reduce((sum, { read }) => sum + read.page.records.length, 0);

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
