import type { z } from "zod";
import type { Page, SourceRecord } from "../../contract";
import { orNone } from "../failures";
import { everyPage } from "../paged";
import { reading } from "../reader";
import type { Reader } from "../reader";
import { fact, lifetime, untellable } from "../records";
import type { Reading } from "../records";
import { walkRepos } from "../repo-walk";
import { runnerGroupsSchema, runnersSchema } from "../schemas";
import type { Repo } from "../schemas";

type Runner = z.infer<typeof runnersSchema>["runners"][number];
type Group = z.infer<typeof runnerGroupsSchema>["runner_groups"][number];
const runnerId = (id: number, repo?: Repo) =>
  repo ? `runner:repo:${repo.id}:${id}` : `runner:org:${id}`;

/** Whether strangers can make it run their code: null when that was not read. */
function openness(repo: Repo | undefined, group: Group | undefined) {
  if (repo) {
    return repo.private
      ? { public: false, because: "The repository is not public" }
      : {
          public: true,
          because: "The repository is public: workflows of pull requests from forks may run on it",
        };
  }
  if (!group) return null;
  return group.allows_public_repositories
    ? {
        public: true,
        because: `Its group ${group.name} takes jobs of public repositories: pull requests from forks may run on it`,
      }
    : { public: false, because: `Its group ${group.name} takes no jobs of public repositories` };
}

export function mapRunner(
  runner: Runner,
  { org, repo, group }: { org: string; repo?: Repo; group?: Group | undefined },
  from: Reading,
): SourceRecord[] {
  const exposure = openness(repo, group);
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
        ...(repo ? { repository: repo.full_name, repositoryId: repo.id } : {}),
        os: runner.os,
        online: runner.status === "online",
        busy: runner.busy,
        ephemeral: runner.ephemeral ?? null,
        version: runner.version ?? null,
        group: group?.name ?? null,
        labels: runner.labels.map(({ name }) => name).slice(0, 50),
      },
      facts: {
        ...lifetime(runner.busy ? { lastUsedAt: fact(from, from.at.toISOString()) } : {}),
        privilege: untellable("A runner has the rights of the workflows that it runs"),
        interactive: fact(from, false),
        exposure: exposure
          ? fact(from, { ...exposure, because: exposure.because.slice(0, 500) })
          : untellable("GitHub does not show the runner's group"),
      },
    },
  ];
}

/** Groups by id; none where GitHub refuses them, and the exposure stays unknown. */
async function runnerGroups(reader: Reader): Promise<Map<number, Group>> {
  const route = "/orgs/{org}/actions/runner-groups";
  const { org } = reader.config;
  const read = everyPage(reader, route, { org }, runnerGroupsSchema, (page) => page.runner_groups);
  const groups = await orNone(read.then((data) => ({ data })));
  return new Map((groups ?? []).map((group) => [group.id, group]));
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
      const groups = await runnerGroups(reader);
      const from = reading(reader, orgRoute);
      return all.flatMap((each) =>
        mapRunner(each, { org, group: groups.get(each.runner_group_id ?? 0) }, from),
      );
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
