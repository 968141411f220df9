import { z } from "zod";
import { ConnectorError } from "../contract";
import type { Gap, Page, SourceRecord } from "../contract";
import { gapOf, lacksPermission } from "./failures";
import { followingCursor, parsePageCursor } from "./page-cursor";
import { pageSize } from "./reader";
import type { Reader } from "./reader";
import { installedReposSchema, reposSchema } from "./schemas";
import type { Repo } from "./schemas";

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
});
const first: Cursor = { at: "1~", seen: [] };
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

async function orgPage({ config }: Reader, walk: Walk): Promise<Page> {
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

/**
 * The organisation first, then its repositories, some at a time. The cursor holds the page of
 * repositories and those done on it, so that a repository that vanishes shifts nothing past us.
 */
export async function walkRepos(reader: Reader, walk: Walk, cursor: string | null): Promise<Page> {
  if (cursor === null) return orgPage(reader, walk);
  const { at, seen } = cursorOf(cursor);
  const { org } = reader.config;
  let listed: RepoPage;
  try {
    listed = await repoPage(reader, at);
  } catch (error) {
    const gaps = [gapOf(error, org, "metadata")];
    return { records: [], nextCursor: null, complete: false, gaps };
  }
  const done = new Set(seen);
  const left = listed.repos.filter(({ id }) => !done.has(id));
  const batch = left.slice(0, Math.max(1, Math.floor(callsPerPage / walk.callsPerRepo)));
  const results = await Promise.all(batch.map((repo) => readRepo(walk, repo)));
  const gaps = results.flatMap(({ gap }) => gap ?? []);
  if (listed.selectedOnly) gaps.push(selectedGap(org));
  const records = results.flatMap((result) => result.records);
  const read = batch.filter((_repo, n) => !results[n]?.error).map(({ id }) => String(id));
  const answer = { records, complete: gaps.length === 0, gaps, read, rate: listed.rate };

  const [one] = results;
  if (one && results.every(({ error }) => lacksPermission(error))) {
    // Every other repository would refuse as well: one gap says it.
    const whole = gapOf(one.error, org, walk.repoPermission);
    return { ...answer, gaps: [whole], nextCursor: null };
  }
  const rest: Cursor | null =
    left.length > batch.length
      ? { at, seen: [...seen, ...batch.map(({ id }) => id)] }
      : listed.following !== null
        ? { at: listed.following, seen: [] }
        : null;
  return { ...answer, nextCursor: rest && JSON.stringify(rest) };
}
