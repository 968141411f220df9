import type { z } from "zod";
import type { Page, SourceRecord } from "../../contract";
import { orNone } from "../failures";
import { everyPage } from "../paged";
import { reading } from "../reader";
import type { Reader } from "../reader";
import { credentialOf, fact, lifetime, untellable } from "../records";
import type { Reading } from "../records";
import { walkRepos } from "../repo-walk";
import { deliveriesSchema, webhooksSchema } from "../schemas";
import type { Repo } from "../schemas";

type Webhook = z.infer<typeof webhooksSchema>[number];
const webhookId = (id: number, repo?: Repo) => `webhook:${repo ? "repo" : "org"}:${id}`;

/** The newest delivery, or why there is none to see. */
type LastDelivery = { at: string | null; because: string };

async function lastDelivery(
  { client }: Reader,
  route: string,
  where: Record<string, string>,
  hook: Webhook,
): Promise<LastDelivery> {
  const query = { ...where, hook_id: hook.id, per_page: 1 };
  const found = await orNone(client.get(`${route}/{hook_id}/deliveries`, query, deliveriesSchema));
  if (found === null) return { at: null, because: "GitHub does not show its deliveries" };
  const [newest] = found;
  return newest
    ? { at: newest.delivered_at, because: `Delivery answered with HTTP ${newest.status_code}` }
    : { at: null, because: "Nothing was delivered in the few days that GitHub keeps" };
}

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
  { org, repo, last }: { org: string; repo?: Repo; last: LastDelivery },
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
      ...(repo ? { repository: repo.full_name, repositoryId: repo.id } : {}),
      events: hook.events.slice(0, 100),
      weaknesses: weak,
      updatedAt: hook.updated_at,
    },
    facts: {
      ...lifetime({
        createdAt: fact(from, hook.created_at),
        lastUsedAt: last.at === null ? untellable(last.because) : fact(from, last.at),
        ...(last.at === null ? {} : { lastUsedDetail: fact(from, last.because) }),
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
    callsPerRepo: 4,
    org: async () => {
      const all = await everyPage(reader, orgRoute, { org }, webhooksSchema, (page) => page);
      const from = reading(reader, orgRoute);
      const mapped = all.map(async (each) => {
        const last = await lastDelivery(reader, orgRoute, { org }, each);
        return mapWebhook(each, { org, last }, from);
      });
      return (await Promise.all(mapped)).flat();
    },
    repo: async (repo: Repo) => {
      const where = { owner: org, repo: repo.name };
      const all = await everyPage(reader, repoRoute, where, webhooksSchema, (page) => page);
      const from = reading(reader, repoRoute);
      const mapped = all.map(async (each) => {
        const last = await lastDelivery(reader, repoRoute, where, each);
        return mapWebhook(each, { org, repo, last }, from);
      });
      return [
        ...(await Promise.all(mapped)).flat(),
        ...(await reader.owners.hints(
          repo,
          all.map(({ id }) => webhookId(id, repo)),
        )),
      ];
    },
  };
  return walkRepos(reader, walk, cursor);
}
