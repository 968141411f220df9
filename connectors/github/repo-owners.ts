import { z } from "zod";
import { ConnectorError, type ConnectorIo, type SourceRecord } from "../contract";
import type { GitHubClient } from "./client";
import { workflowOwners } from "./code-owners";
import { recallJson } from "../shared/recall-json";
import { orNone } from "./failures";
import { ownerProperties, type NamedOwner } from "./owner-properties";
import { ownerHint } from "./records";
import { collaboratorsSchema, commitsSchema, teamsSchema } from "./schemas";
import type { Repo } from "./schemas";

const rememberedSchema = z.object({
  code: z.array(z.string()),
  codeFile: z.string(),
  committer: z.string().nullable(),
  pushedAt: z.string(),
});
interface CodeOwners {
  code: string[];
  codeFile: string;
  /** Who last changed the workflows, the files that use what the repository holds. */
  committer: string | null;
}
interface Owners extends CodeOwners {
  admins: string[];
  named: NamedOwner[];
}

export interface RepoOwners {
  /** Hints for things that live in the repository; reads it once in a connection. */
  hints(repo: Repo, externalIds: readonly string[]): Promise<SourceRecord[]>;
}

/** A folder, a submodule or a link to nowhere may have the file's name: it says nothing. */
const codeOwnersSchema = z.union([
  z
    .object({ content: z.string(), encoding: z.string() })
    .transform(({ content }) => workflowOwners(Buffer.from(content, "base64").toString("utf8"))),
  z.union([z.array(z.unknown()), z.object({ type: z.string() })]).transform(() => null),
]);
const places = [".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"];
const most = 5;

/** CODEOWNERS of the workflows, who changed them last, and direct admins, of the repositories of one connection. */
export function repoOwners(
  client: GitHubClient,
  org: string,
  cache: ConnectorIo["cache"],
): RepoOwners {
  const { get } = client;
  let properties: ReturnType<typeof ownerProperties> | undefined;
  const met = new Map<number, Promise<Owners>>();

  async function lastCommitter(repo: string): Promise<string | null> {
    const last = { owner: org, repo, path: ".github/workflows", per_page: 1 };
    const commits = await orNone(get("/repos/{owner}/{repo}/commits", last, commitsSchema)).catch(
      (error: unknown) => {
        // GitHub's answer for a repository without any commit.
        if (error instanceof ConnectorError && error.extra.httpStatus === 409) return null;
        throw error;
      },
    );
    const author = commits?.[0]?.author;
    return author?.type === "User" ? (author.login ?? null) : null;
  }

  async function readCodeOwners(repo: string): Promise<Omit<CodeOwners, "committer">> {
    for (const path of places) {
      const parameters = { owner: org, repo, path };
      // `{+path}` keeps the slashes of the path.
      const route = "/repos/{owner}/{repo}/contents/{+path}";
      const code = await orNone(get(route, parameters, codeOwnersSchema));
      if (code) return { code: code.slice(0, most), codeFile: path };
    }
    return { code: [], codeFile: "" };
  }

  /** A repository to which nothing was pushed has the CODEOWNERS that it had, or still none. */
  async function codeOwners({ id, name, pushed_at: pushedAt }: Repo): Promise<CodeOwners> {
    const key = `code-owners:${id}`;
    const earlier = await recallJson(cache, key, rememberedSchema);
    if (pushedAt && earlier?.pushedAt === pushedAt) return earlier;
    const found = { ...(await readCodeOwners(name)), committer: await lastCommitter(name) };
    if (pushedAt) await cache.set(key, JSON.stringify({ ...found, pushedAt }));
    return found;
  }

  async function read(whole: Repo): Promise<Owners> {
    const { name: repo } = whole;
    const people = { owner: org, repo, affiliation: "direct", permission: "admin", per_page: 30 };
    properties ??= ownerProperties(client, org);
    const [code, named, admins, teams] = await Promise.all([
      codeOwners(whole),
      properties,
      orNone(get("/repos/{owner}/{repo}/collaborators", people, collaboratorsSchema)),
      orNone(get("/repos/{owner}/{repo}/teams", { owner: org, repo, per_page: 100 }, teamsSchema)),
    ]);
    return {
      ...code,
      named: named.get(whole.id) ?? [],
      admins: [
        ...(teams ?? [])
          .filter((team) => team.permission === "admin")
          .map(({ slug }) => `${org}/${slug}`),
        ...(admins ?? []).map((admin) => admin.login),
      ],
    };
  }

  return {
    async hints(repo, externalIds) {
      if (externalIds.length === 0) return [];
      const pending = met.get(repo.id) ?? read(repo);
      met.set(repo.id, pending);
      const { code, codeFile, committer, admins, named } = await pending;
      return externalIds.flatMap((id) => [
        ...named.flatMap(({ property, candidate }) =>
          ownerHint(id, "tag", candidate, `Custom property ${property} of ${repo.full_name}`),
        ),
        ...code.flatMap((name) =>
          ownerHint(
            id,
            "code_owner",
            name,
            `${codeFile} of ${repo.full_name} names them for workflows`,
          ),
        ),
        ...ownerHint(
          id,
          "code_owner",
          committer,
          `Was the last to change the workflows of ${repo.full_name}`,
        ),
        ...admins
          .slice(0, most)
          .flatMap((name) => ownerHint(id, "container", name, `Admin of ${repo.full_name}`)),
      ]);
    },
  };
}
