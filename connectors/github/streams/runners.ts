import type { z } from "zod";
import type { Page, SourceRecord } from "../../contract";
import { everyPage } from "../paged";
import { reading } from "../reader";
import type { Reader } from "../reader";
import { fact, lifetime, untellable } from "../records";
import type { Reading } from "../records";
import { walkRepos } from "../repo-walk";
import { runnersSchema } from "../schemas";
import type { Repo } from "../schemas";

type Runner = z.infer<typeof runnersSchema>["runners"][number];
const runnerId = (id: number, repo?: Repo) =>
  repo ? `runner:repo:${repo.id}:${id}` : `runner:org:${id}`;

export function mapRunner(
  runner: Runner,
  { org, repo }: { org: string; repo?: Repo },
  from: Reading,
): SourceRecord[] {
  const open = repo !== undefined && !repo.private;
  return [
    {
      type: "identity",
      externalId: runnerId(runner.id, repo),
      kind: "runner",
      detail: runner.ephemeral ? "github.runner.ephemeral" : "github.runner",
      name: runner.name,
      status: "active",
      identityClass: "infrastructure",
      container: repo?.full_name ?? org,
      tags: {},
      attributes: {
        os: runner.os,
        online: runner.status === "online",
        busy: runner.busy,
        ephemeral: runner.ephemeral ?? null,
        labels: runner.labels.map(({ name }) => name).slice(0, 50),
      },
      facts: {
        ...lifetime(runner.busy ? { lastUsedAt: fact(from, from.at.toISOString()) } : {}),
        privilege: untellable("A runner has the rights of the workflows that it runs"),
        interactive: fact(from, false),
        ...(repo
          ? {
              exposure: fact(from, {
                public: open,
                because: open
                  ? "The repository is public: workflows of pull requests from forks may run on it"
                  : "The repository is not public",
              }),
            }
          : {}),
      },
    },
  ];
}

export function selfHostedRunners(reader: Reader, cursor: string | null): Promise<Page> {
  const { org } = reader.config;
  const orgRoute = "/orgs/{org}/actions/runners";
  const repoRoute = "/repos/{owner}/{repo}/actions/runners";
  const walk = {
    orgPermission: "organization_self_hosted_runners",
    repoPermission: "administration",
    callsPerRepo: 2,
    org: async () => {
      const all = await everyPage(reader, orgRoute, { org }, runnersSchema, (page) => page.runners);
      return all.flatMap((each) => mapRunner(each, { org }, reading(reader, orgRoute)));
    },
    repo: async (repo: Repo) => {
      const where = { owner: org, repo: repo.name };
      const all = await everyPage(reader, repoRoute, where, runnersSchema, (page) => page.runners);
      const from = reading(reader, repoRoute);
      return [
        ...all.flatMap((each) => mapRunner(each, { org, repo }, from)),
        ...(await reader.owners.hints(
          repo,
          all.map(({ id }) => runnerId(id, repo)),
        )),
      ];
    },
  };
  return walkRepos(reader, walk, cursor);
}
