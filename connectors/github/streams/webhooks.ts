import type { z } from "zod";
import type { Page, SourceRecord } from "../../contract";
import { everyPage } from "../paged";
import { reading } from "../reader";
import type { Reader } from "../reader";
import { credentialOf, fact, lifetime, untellable } from "../records";
import type { Reading } from "../records";
import { walkRepos } from "../repo-walk";
import { webhooksSchema } from "../schemas";
import type { Repo } from "../schemas";

type Webhook = z.infer<typeof webhooksSchema>[number];
const webhookId = (id: number, repo?: Repo) => `webhook:${repo ? "repo" : "org"}:${id}`;

function weaknesses({ https, tlsVerified, signed, credentialInUrl }: Webhook["config"]): string[] {
  return [
    https ? "" : "Events travel without TLS",
    tlsVerified ? "" : "The receiver's certificate is not verified",
    signed ? "" : "Deliveries are not signed: there is no secret",
    credentialInUrl ? "The address holds a user name or password" : "",
  ].filter(Boolean);
}

export function mapWebhook(
  hook: Webhook,
  { org, repo }: { org: string; repo?: Repo },
  from: Reading,
): SourceRecord[] {
  const { config } = hook;
  const weak = weaknesses(config);
  const identity = {
    type: "identity" as const,
    externalId: webhookId(hook.id, repo),
    kind: "webhook" as const,
    detail: repo ? "github.webhook.repository" : "github.webhook.organisation",
    name: config.host || `Webhook ${hook.id}`,
    status: hook.active ? ("active" as const) : ("disabled" as const),
    container: repo?.full_name ?? org,
    ...(repo ? { url: `${repo.html_url}/settings/hooks/${hook.id}` } : {}),
    tags: {},
    attributes: {
      ...config,
      events: hook.events.slice(0, 100),
      weaknesses: weak,
      updatedAt: hook.updated_at,
    },
    facts: {
      ...lifetime({
        createdAt: fact(from, hook.created_at),
        lastUsedAt: untellable("GitHub keeps deliveries for a few days only; they are not read"),
        expiresAt: fact(from, null),
      }),
      privilege: fact(from, {
        level: "read" as const,
        reasons: [
          `Receives ${hook.events.includes("*") ? "every event" : `${hook.events.length} kinds of event`}.`,
        ],
      }),
      interactive: fact(from, false),
      exposure: fact(from, {
        public: !config.https || !config.tlsVerified,
        because: weak.join(". ") || "Events go to the receiver over verified TLS and signed",
      }),
    },
  };
  return config.signed
    ? [identity, credentialOf(identity, { kind: "webhook_secret" })]
    : [identity];
}

export function webhooks(reader: Reader, cursor: string | null): Promise<Page> {
  const { org } = reader.config;
  const orgRoute = "/orgs/{org}/hooks";
  const repoRoute = "/repos/{owner}/{repo}/hooks";
  const walk = {
    orgPermission: "organization_hooks",
    repoPermission: "repository_hooks",
    callsPerRepo: 2,
    org: async () => {
      const all = await everyPage(reader, orgRoute, { org }, webhooksSchema, (page) => page);
      return all.flatMap((each) => mapWebhook(each, { org }, reading(reader, orgRoute)));
    },
    repo: async (repo: Repo) => {
      const where = { owner: org, repo: repo.name };
      const all = await everyPage(reader, repoRoute, where, webhooksSchema, (page) => page);
      const from = reading(reader, repoRoute);
      return [
        ...all.flatMap((each) => mapWebhook(each, { org, repo }, from)),
        ...(await reader.owners.hints(
          repo,
          all.map(({ id }) => webhookId(id, repo)),
        )),
      ];
    },
  };
  return walkRepos(reader, walk, cursor);
}
