import type { z } from "zod";
import type { Page, SourceRecord } from "../../contract";
import { classOfSecret, environmentOf } from "../classify";
import { orVanished } from "../failures";
import { everyPage } from "../paged";
import { reading } from "../reader";
import type { Reader } from "../reader";
import { credentialOf, fact, lifetime, untellable } from "../records";
import type { Reading } from "../records";
import { walkRepos } from "../repo-walk";
import { environmentsSchema, secretsSchema, selectedReposSchema } from "../schemas";
import type { Repo } from "../schemas";
import { inWords } from "../selected-repos";

export type Store = "actions" | "dependabot" | "codespaces" | "agents";
type Secret = z.infer<typeof secretsSchema>["secrets"][number];

interface Place {
  store: Store;
  org: string;
  repo?: Repo;
  environment?: { id: number; name: string };
  /** Full names of the repositories that may read it, where they were chosen. */
  selected?: readonly string[];
}

const readers = {
  all: "All repositories of the organisation",
  private: "Private and internal repositories of the organisation",
  selected: "Selected repositories of the organisation",
} as const;

function readableBy({ repo, environment, selected }: Place, secret: Secret): string {
  if (selected) return inWords(selected);
  if (environment && repo) return `Environment ${environment.name} of ${repo.full_name}`;
  return repo ? `Repository ${repo.full_name}` : readers[secret.visibility ?? "all"];
}

function idOf({ store, repo, environment }: Place, name: string): string {
  if (environment && repo)
    return `${store}-secret:environment:${repo.id}:${environment.id}:${name}`;
  return repo ? `${store}-secret:repo:${repo.id}:${name}` : `${store}-secret:org:${name}`;
}

export function mapSecret(secret: Secret, place: Place, from: Reading): SourceRecord[] {
  const { store, org, repo, environment, selected } = place;
  const level = environment ? "environment" : repo ? "repository" : "organisation";
  const identityClass = classOfSecret(secret.name, environment !== undefined);
  const identity = {
    type: "stored_secret" as const,
    externalId: idOf(place, secret.name),
    kind: "stored_secret" as const,
    detail: `github.secret.${store}`,
    name: secret.name,
    status: "active" as const,
    ...(identityClass ? { identityClass } : {}),
    ...(environment ? { environment: environmentOf(environment.name) } : {}),
    container: repo?.full_name ?? org,
    ...(repo ? { url: `${repo.html_url}/settings/secrets/${store}` } : {}),
    tags: {},
    attributes: {
      level,
      ...(repo ? { repository: repo.full_name, repositoryId: repo.id } : {}),
      visibility: secret.visibility ?? null,
      archived: repo?.archived ?? null,
      ...(environment ? { environment: environment.name } : {}),
      ...(selected ? { repositories: selected.slice(0, 100) } : {}),
    },
    readableBy: readableBy(place, secret).slice(0, 500),
    facts: {
      ...lifetime({
        createdAt: fact(from, secret.created_at),
        lastRotatedAt: fact(from, secret.updated_at),
      }),
      privilege: untellable("GitHub does not know what a stored secret opens"),
      interactive: fact(from, false),
    },
  };
  return [identity, credentialOf(identity, { kind: "stored_secret" })];
}

async function environmentSecrets(reader: Reader, repo: Repo): Promise<SourceRecord[]> {
  const where = { owner: reader.config.org, repo: repo.name };
  const environments = await everyPage(
    reader,
    "/repos/{owner}/{repo}/environments",
    where,
    environmentsSchema,
    (page) => page.environments,
  );
  const route = "/repos/{owner}/{repo}/environments/{environment_name}/secrets";
  const records: SourceRecord[] = [];
  for (const environment of environments) {
    const here = { ...where, environment_name: environment.name };
    const secrets = await everyPage(reader, route, here, secretsSchema, (page) => page.secrets);
    const place = { store: "actions" as const, org: reader.config.org, repo, environment };
    records.push(...secrets.flatMap((each) => mapSecret(each, place, reading(reader, route))));
  }
  return records;
}

/** Of an organisation's secret, the repositories that were chosen to read it. */
async function selectedRepos(reader: Reader, orgRoute: string, secret: Secret) {
  if (secret.visibility !== "selected") return {};
  const { org } = reader.config;
  const chosen = await orVanished(
    everyPage(
      reader,
      `${orgRoute}/{secret_name}/repositories`,
      { org, secret_name: secret.name },
      selectedReposSchema,
      (page) => page.repositories,
    ),
  );
  return chosen === null ? {} : { selected: chosen.map(({ full_name: name }) => name) };
}

/** How GitHub begins the names of the permissions of each store. */
const prefixes = {
  actions: "",
  dependabot: "dependabot_",
  codespaces: "codespaces_",
  agents: "agent_",
};

function secretWalk(reader: Reader, store: Store) {
  const { org } = reader.config;
  const prefix = prefixes[store];
  const orgRoute = `/orgs/{org}/${store}/secrets`;
  const repoRoute = `/repos/{owner}/{repo}/${store}/secrets`;
  return {
    orgPermission: `organization_${prefix}secrets`,
    repoPermission: `${prefix}secrets`,
    callsPerRepo: store === "actions" ? 4 : 2,
    absent: store === "actions" ? ("not_found" as const) : ("not_enabled" as const),
    org: async () => {
      const all = await everyPage(reader, orgRoute, { org }, secretsSchema, (page) => page.secrets);
      const from = reading(reader, orgRoute);
      const records: SourceRecord[] = [];
      for (const each of all) {
        const place = { store, org, ...(await selectedRepos(reader, orgRoute, each)) };
        records.push(...mapSecret(each, place, from));
      }
      return records;
    },
    repo: async (repo: Repo) => {
      const where = { owner: org, repo: repo.name };
      const own = await everyPage(reader, repoRoute, where, secretsSchema, (page) => page.secrets);
      const from = reading(reader, repoRoute);
      const records = [
        ...own.flatMap((each) => mapSecret(each, { store, org, repo }, from)),
        ...(store === "actions" ? await environmentSecrets(reader, repo) : []),
      ];
      const ids = records.flatMap((each) =>
        each.type === "stored_secret" ? [each.externalId] : [],
      );
      return [...records, ...(await reader.owners.hints(repo, ids))];
    },
  };
}

export const secretsOf =
  (store: Store) =>
  (reader: Reader, cursor: string | null): Promise<Page> =>
    walkRepos(reader, secretWalk(reader, store), cursor);
