import { z } from "zod";
import { ConnectorError } from "../contract";
import type { SourceRecord } from "../contract";
import type { GitHubClient } from "./client";
import { workflowOwners } from "./code-owners";
import { ownerHint } from "./records";
import { collaboratorsSchema, teamsSchema } from "./schemas";
import type { Repo } from "./schemas";

interface Owners {
  code: string[];
  codeFile: string;
  admins: string[];
}

export interface RepoOwners {
  /** Hints for things that live in the repository; reads it once in a connection. */
  hints(repo: Repo, externalIds: readonly string[]): Promise<SourceRecord[]>;
}

const codeOwnersSchema = z
  .object({ content: z.string(), encoding: z.string() })
  .transform(({ content }) => workflowOwners(Buffer.from(content, "base64").toString("utf8")));
const places = [".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"];
const most = 5;

/** A hint is a bonus: where it is refused or absent there is none. */
async function orNone<T>(work: Promise<{ data: T }>): Promise<T | null> {
  try {
    return (await work).data;
  } catch (error) {
    if (error instanceof ConnectorError && error.code === "forbidden") return null;
    throw error;
  }
}

/** CODEOWNERS of the workflows, and direct admins, of the repositories of one connection. */
export function repoOwners({ get }: GitHubClient, org: string): RepoOwners {
  const met = new Map<number, Promise<Owners>>();

  async function codeOwners(repo: string): Promise<Pick<Owners, "code" | "codeFile">> {
    for (const path of places) {
      const parameters = { owner: org, repo, path };
      // `{+path}` keeps the slashes of the path.
      const route = "/repos/{owner}/{repo}/contents/{+path}";
      const code = await orNone(get(route, parameters, codeOwnersSchema));
      if (code) return { code, codeFile: path };
    }
    return { code: [], codeFile: "" };
  }

  async function read(repo: string): Promise<Owners> {
    const people = { owner: org, repo, affiliation: "direct", permission: "admin", per_page: 30 };
    const [code, admins, teams] = await Promise.all([
      codeOwners(repo),
      orNone(get("/repos/{owner}/{repo}/collaborators", people, collaboratorsSchema)),
      orNone(get("/repos/{owner}/{repo}/teams", { owner: org, repo, per_page: 100 }, teamsSchema)),
    ]);
    return {
      ...code,
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
      const pending = met.get(repo.id) ?? read(repo.name);
      met.set(repo.id, pending);
      const { code, codeFile, admins } = await pending;
      return externalIds.flatMap((id) => [
        ...code
          .slice(0, most)
          .flatMap((name) =>
            ownerHint(
              id,
              "code_owner",
              name,
              `${codeFile} of ${repo.full_name} names them for workflows`,
            ),
          ),
        ...admins
          .slice(0, most)
          .flatMap((name) => ownerHint(id, "container", name, `Admin of ${repo.full_name}`)),
      ]);
    },
  };
}
