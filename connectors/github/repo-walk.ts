import { z } from "zod";
import { ConnectorError } from "../contract";
import type { Gap, Page, SourceRecord } from "../contract";
import { gapOf, lacksPermission } from "./failures";
import { followingCursor, parsePageCursor } from "./page-cursor";
import { pageSize } from "./reader";
import type { Reader } from "./reader";
import { installedReposSchema, reposSchema } from "./schemas";
import type { Repo } from "./schemas";
import { gapOfReach, reachAtStart, reachSchema, uncounted, withListed } from "./token-reach";
import type { Reach } from "./token-reach";

/** What a stream reads of the organisation and of each repository. */
export interface Walk {
  orgPermission: string;
  repoPermission: string;
  /** Calls that one repository costs, for the size of a page. */
  callsPerRepo: number;
  /** What a 404 means for this kind of thing. */
  absent?: Gap["reason"];
  org?(): Promise<SourceRecord[]>;
  repo(repo: Repo): Promise<SourceRecord[]>;
}

const callsPerPage = 24;
const cursorSchema = z.strictObject({
  /** Page of repositories, with a digest of the one before it. */
  at: z.string(),
  seen: z.array(z.number().int()),
  /** What a token has reached on the pages before. */
  reach: reachSchema.optional(),
});
type Cursor = z.infer<typeof cursorSchema>;

function cursorOf(text: string): Cursor {
  return cursorSchema.parse(JSON.parse(text));
}

interface RepoPage {
  repos: Repo[];
  /** Where the next page of repositories is. */
  following: string | null;
  selectedOnly: boolean;
  rate: Page["rate"];
}

/** An App asks for the repositories it was given; a token for those of the organisation. */
async function repoPage({ client, config }: Reader, cursor: string): Promise<RepoPage> {
  const at = parsePageCursor(cursor);
  const paging = { per_page: pageSize, page: Number(at.page) };
  if (config.authMode === "app") {
    const route = "/installation/repositories";
    const { data, next, rate } = await client.get(route, paging, installedReposSchema);
    const selectedOnly = data.repository_selection === "selected";
    const following = followingCursor(at, data, next, route);
    return { repos: data.repositories, following, selectedOnly, rate };
  }
  const route = "/orgs/{org}/repos";
  const order = { type: "all", sort: "created", direction: "asc" };
  const query = { org: config.org, ...order, ...paging };
  const { data, next, rate } = await client.get(route, query, reposSchema);
  const following = followingCursor(at, data, next, route);
  return { repos: data, following, selectedOnly: false, rate };
}

async function orgPage(reader: Reader, walk: Walk): Promise<Page> {
  const { config } = reader;
  const reach = config.authMode === "token" ? { reach: await reachAtStart(reader) } : {};
  const first: Cursor = { at: "1~", seen: [], ...reach };
  const nextCursor = JSON.stringify(first);
  try {
    return { records: (await walk.org?.()) ?? [], nextCursor, complete: true, read: [config.org] };
  } catch (error) {
    const gap = gapOf(error, config.org, walk.orgPermission, walk.absent);
    return { records: [], nextCursor, complete: false, gaps: [gap] };
  }
}

async function readRepo(walk: Walk, repo: Repo) {
  try {
    return { records: await walk.repo(repo), error: null };
  } catch (error) {
    if (error instanceof ConnectorError && error.code === "forbidden") {
      const refused = gapOf(error, repo.full_name, walk.repoPermission, walk.absent);
      const gap: Gap = { ...refused, within: "unread" };
      return { records: [], error, gap };
    }
    throw error;
  }
}

const selectedGap = (org: string): Gap => ({
  reason: "forbidden",
  scope: org,
  message: "The App is installed on selected repositories only; the others are not covered.",
  within: "unread",
});

/** A public repository refuses a token that was not given it; a private one is listed to no such token. */
const speaksForAll = ({ config }: Reader, batch: readonly Repo[]): boolean =>
  config.authMode === "app" || batch.some((repo) => repo.private);

/** Where the walk goes on after a batch; null at the end of the repositories. */
function cursorAfter(
  { at, seen, reach }: Cursor,
  { repos, following }: RepoPage,
  { left, batch }: { left: readonly Repo[]; batch: readonly Repo[] },
): Cursor | null {
  if (left.length > batch.length) {
    return { at, seen: [...seen, ...batch.map(({ id }) => id)], reach };
  }
  return following === null
    ? null
    : { at: following, seen: [], reach: reach && withListed(reach, repos) };
}

/**
 * The organisation first, then its repositories, some at a time. The cursor holds the page of
 * repositories and those done on it, so that a repository that vanishes shifts nothing past us.
 */
export async function walkRepos(reader: Reader, walk: Walk, cursor: string | null): Promise<Page> {
  if (cursor === null) return orgPage(reader, walk);
  const from = cursorOf(cursor);
  const { org } = reader.config;
  let listed: RepoPage;
  try {
    listed = await repoPage(reader, from.at);
  } catch (error) {
    const gaps = [gapOf(error, org, "metadata")];
    return { records: [], nextCursor: null, complete: false, gaps };
  }
  const done = new Set(from.seen);
  const left = listed.repos.filter(({ id }) => !done.has(id));
  const batch = left.slice(0, Math.max(1, Math.floor(callsPerPage / walk.callsPerRepo)));
  const results = await Promise.all(batch.map((repo) => readRepo(walk, repo)));
  const gaps = results.flatMap(({ gap }) => gap ?? []);
  const records = results.flatMap((result) => result.records);
  const read = batch.filter((_repo, n) => !results[n]?.error).map(({ id }) => String(id));
  const answer = { records, read, rate: listed.rate };

  const [one] = results;
  if (one && results.every(({ error }) => lacksPermission(error)) && speaksForAll(reader, batch)) {
    // Every other repository would refuse as well: one gap says it.
    const whole = gapOf(one.error, org, walk.repoPermission);
    return { ...answer, complete: false, gaps: [whole], nextCursor: null };
  }
  const rest = cursorAfter(from, listed, { left, batch });
  if (rest === null || listed.selectedOnly) {
    gaps.push(...(await notReached(reader, from.reach, listed)));
  }
  const nextCursor = rest && JSON.stringify(rest);
  return { ...answer, complete: gaps.length === 0, gaps, nextCursor };
}

/** What the credential may not have been shown at all. */
async function notReached(
  reader: Reader,
  reach: Reach | undefined,
  { repos, selectedOnly }: RepoPage,
): Promise<Gap[]> {
  const { authMode, org } = reader.config;
  if (authMode === "app") return selectedOnly ? [selectedGap(org)] : [];
  return gapOfReach(reader, withListed(reach ?? uncounted, repos));
}
