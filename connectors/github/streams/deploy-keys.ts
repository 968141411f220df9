import type { z } from "zod";
import type { Page, SourceRecord } from "../../contract";
import { everyPage } from "../paged";
import { reading } from "../reader";
import type { Reader } from "../reader";
import { credentialOf, fact, lifetime, ownerHint } from "../records";
import type { Reading } from "../records";
import { walkRepos } from "../repo-walk";
import { deployKeysSchema } from "../schemas";
import type { Repo } from "../schemas";

type DeployKey = z.infer<typeof deployKeysSchema>[number];
const route = "/repos/{owner}/{repo}/keys";

export function mapDeployKey(key: DeployKey, repo: Repo, from: Reading): SourceRecord[] {
  const identity = {
    type: "identity" as const,
    externalId: `deploy-key:${key.id}`,
    kind: "deploy_key" as const,
    detail: key.read_only ? "github.deploy_key.read" : "github.deploy_key.write",
    name: key.title || `Deploy key ${key.id}`,
    status: key.enabled === false ? ("disabled" as const) : ("active" as const),
    container: repo.full_name,
    url: `${repo.html_url}/settings/keys`,
    tags: {},
    attributes: {
      repository: repo.full_name,
      repositoryId: repo.id,
      archived: repo.archived ?? null,
      readOnly: key.read_only,
      verified: key.verified,
    },
    facts: {
      ...lifetime({
        createdAt: fact(from, key.created_at),
        ...(key.added_by ? { createdBy: fact(from, key.added_by) } : {}),
        lastUsedAt: fact(from, key.last_used),
        expiresAt: fact(from, null),
        lastRotatedAt: fact(from, key.created_at),
      }),
      privilege: fact(
        from,
        key.read_only
          ? { level: "read" as const, reasons: [`Reads ${repo.full_name}.`] }
          : {
              level: "high" as const,
              reasons: [`Writes to ${repo.full_name} as a member with admin access to it would.`],
            },
      ),
      interactive: fact(from, false),
    },
  };
  return [
    identity,
    credentialOf(identity, { kind: "ssh_key", fingerprint: key.fingerprint }),
    ...ownerHint(
      identity.externalId,
      "creator",
      key.added_by,
      `Added the key to ${repo.full_name}`,
    ),
  ];
}

export function deployKeys(reader: Reader, cursor: string | null): Promise<Page> {
  const walk = {
    orgPermission: "metadata",
    repoPermission: "administration",
    callsPerRepo: 2,
    repo: async (repo: Repo) => {
      const where = { owner: reader.config.org, repo: repo.name };
      const keys = await everyPage(reader, route, where, deployKeysSchema, (page) => page);
      const ids = keys.map(({ id }) => `deploy-key:${id}`);
      const from = reading(reader, route);
      return [
        ...keys.flatMap((key) => mapDeployKey(key, repo, from)),
        ...(await reader.owners.hints(repo, ids)),
      ];
    },
  };
  return walkRepos(reader, walk, cursor);
}
