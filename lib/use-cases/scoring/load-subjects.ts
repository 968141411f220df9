import type { PoolClient, QueryConfig } from "pg";
import { builtInPolicy } from "@/lib/domain/policy/built-in-policy";
import { isSharedInbox } from "@/lib/domain/ownership/shared-inbox";
import type { Subject } from "@/lib/domain/risk/subject";
import { freeOfRuns } from "../ingest/queue-scoring";
import type { Chunk, Decided, DueSubject, Position } from "./due-subject";
import {
  identityFacts,
  type JudgedIdentity,
  judgedOfIdentity,
  lastReviewSql,
} from "./judged-facts";
import { type Among, loadParts, type Parts, type Readers } from "./load-parts";

type Own = Omit<
  Subject,
  | "id"
  | "owner"
  | "limits"
  | "ownership"
  | "review"
  | "credentials"
  | "trusts"
  | "grants"
  | "grantCount"
  | "externalId"
  | "connectorId"
  | "identityClass"
>;

interface IdentityRow extends Decided, Own {
  /** Also there when the identity itself is not to be scored now. */
  queued_id: string;
  id: string | null;
  external_id: string;
  connector_id: string;
  identity_class: Subject["identityClass"];
  source_id: string;
  rescore_at: string | null;
  rescore_ms: number | null;
  was_scored: boolean;
  verdicts: string | null;
  answers: string | null;
  input_digest: string | null;
  owner_id: string | null;
  owner_active: boolean;
  owner_email: string | null;
  /** Only of somebody who can sign in. */
  backup_email: string | null;
  vendor_ends_on: string | null;
  review_kept: boolean;
  review_ms: number;
}

const columns = `i.source_id, q.rescore_at::text,
  (extract(epoch FROM q.rescore_at) * 1000)::float8 AS rescore_ms, q.scored_at IS NOT NULL AS was_scored,
  q.verdicts, q.answers, q.input_digest, i.owner_id, p.status = 'active' AS owner_active,
  p.email AS owner_email, b.email AS backup_email, o.vendor_ends_on::text AS vendor_ends_on, i.risk_score, i.risk_band,
  i.risk_confidence, i.open_findings, i.credential_count, i.rotation_state, i.owner_state, i.owner_hint,
  i.external_id, s.connector_id, i.kind, i.detail, i.custody, i.name, i.status, i.identity_class,
  i.environment, i.stage, i.vendor, i.container, i.tags, i.labels, ${lastReviewSql("i")}`;
const whole = `${columns}, i.facts, i.attributes`;
const joined = `JOIN source s ON s.id = i.source_id LEFT JOIN person p ON p.id = i.owner_id
  LEFT JOIN identity_ownership o ON o.identity_id = i.id
  LEFT JOIN person b ON b.id = o.backup_owner_id AND b.status = 'active'`;
const nil = "00000000-0000-0000-0000-000000000000";

/**
 * The next identities that are due, with everything that hangs on them. Sources under way are left
 * for the end of their run: their rows still change. What such a run has queued itself, maybe a
 * million, is passed over unread.
 */
export async function loadDue(
  readers: Readers,
  until: Date,
  after: Position | null,
  limit: number,
): Promise<Chunk> {
  const rows = await read(readers[0], {
    name: "identities that are due",
    text: dueSql,
    values: [until.toISOString(), after?.at ?? "-infinity", after?.id ?? nil, limit],
  });
  const ids = rows.flatMap((row) => row.id ?? []);
  return toChunk(readers, rows, { ids });
}

const dueSql = `SELECT q.identity_id AS queued_id, i.id, ${whole}
  FROM (SELECT * FROM identity_scoring
    WHERE rescore_at <= $1 AND (rescore_at, identity_id) > ($2::timestamptz, $3::uuid)
      AND ${freeOfRuns("identity_scoring")}
    ORDER BY rescore_at, identity_id LIMIT $4) q
  LEFT JOIN LATERAL (SELECT * FROM identity WHERE id = q.identity_id AND missing_since IS NULL
    AND NOT EXISTS (SELECT 1 FROM sync_run r WHERE r.source_id = identity.source_id AND r.state = 'running')
    OFFSET 0) i ON true
  LEFT ${joined} ORDER BY q.rescore_at, q.identity_id`;

/**
 * The next identities in the order of their ids; of them those that were scored before `since`. Of
 * their facts only what verdicts depend on: to write a finding, load it whole.
 */
export async function loadSweep(
  readers: Readers,
  since: Date,
  after: string | null,
  limit: number,
): Promise<Chunk> {
  const rows = await read(readers[0], {
    name: "identities of a sweep",
    text: sweepSql,
    values: [since.toISOString(), after ?? nil, limit],
  });
  for (const row of rows as (IdentityRow & JudgedIdentity)[]) {
    row.facts = identityFacts(row);
    row.attributes ??= {};
  }
  return toChunk(readers, rows, { after: after ?? nil, upTo: rows.at(-1)?.queued_id ?? nil });
}

const sweepSql = `SELECT i.id AS queued_id, CASE WHEN q.scored_at < $1 THEN i.id END AS id, ${columns},
  ${judgedOfIdentity}
  FROM (SELECT * FROM identity WHERE id > $2::uuid AND missing_since IS NULL ORDER BY id LIMIT $3) i
  LEFT JOIN identity_scoring q ON q.identity_id = i.id
  ${joined} ORDER BY i.id`;

const byIds = (ids: string[]): QueryConfig => ({
  name: "identities to look at",
  text: `SELECT i.id AS queued_id, i.id, ${whole}
    FROM identity i LEFT JOIN identity_scoring q ON q.identity_id = i.id ${joined}
    WHERE i.id = ANY($1::uuid[])`,
  values: [ids],
});

/** These identities whole, due or not. */
export async function loadWhole(client: PoolClient, ids: string[]): Promise<DueSubject[]> {
  return [...(await toChunk([client], await read(client, byIds(ids)), { ids })).subjects];
}

/** One identity by its id, due or not; null when it does not exist. */
export async function loadOne(client: PoolClient, id: string): Promise<DueSubject | null> {
  return (await loadWhole(client, [id]))[0] ?? null;
}

/** Identities as scoring sees them, due or not, for those who only look. */
export async function loadSome(client: PoolClient, ids: string[]): Promise<Subject[]> {
  return (await loadWhole(client, ids)).map(({ subject }) => subject);
}

async function read(client: PoolClient, statement: QueryConfig): Promise<IdentityRow[]> {
  return (await client.query<IdentityRow>(statement)).rows;
}

async function toChunk(
  readers: Readers,
  rows: readonly IdentityRow[],
  among: Among,
): Promise<Chunk> {
  const last = rows.at(-1);
  if (!last) return { subjects: [], count: 0, next: null };
  const parts = await loadParts(readers, among);
  const live = rows.filter((row) => row.id !== null);
  return {
    subjects: dueOf(live, parts),
    count: live.length,
    next: { at: last.rescore_at ?? "infinity", id: last.queued_id },
  };
}

function* dueOf(rows: readonly IdentityRow[], parts: Parts): Generator<DueSubject> {
  for (const row of rows) if (row.id !== null) yield toDue(row, row.id, parts);
}

function toDue(row: IdentityRow, id: string, parts: Parts): DueSubject {
  const grants = parts.grants.get(id);
  return {
    subject: {
      id,
      externalId: row.external_id,
      connectorId: row.connector_id,
      kind: row.kind,
      detail: row.detail,
      custody: row.custody,
      name: row.name,
      status: row.status,
      identityClass: row.identity_class,
      environment: row.environment,
      stage: row.stage,
      vendor: row.vendor,
      container: row.container,
      tags: row.tags,
      labels: row.labels,
      facts: row.facts,
      attributes: row.attributes,
      limits: builtInPolicy.base,
      owner: {
        state: "none",
        active: row.owner_active,
        sharedInbox: row.owner_email !== null && isSharedInbox(row.owner_email),
      },
      ownership: {
        backedUp: row.backup_email !== null && !isSharedInbox(row.backup_email),
        vendorEndsOn: row.vendor_ends_on,
      },
      review: { kept: row.review_kept, atMs: row.review_ms },
      credentials: parts.credentials.get(id) ?? [],
      trusts: parts.trusts.get(id) ?? [],
      grants: grants?.list ?? [],
      grantCount: grants?.count ?? 0,
    },
    sourceId: row.source_id,
    ownerId: row.owner_id,
    hints: parts.hints.get(id) ?? [],
    rescoreAt: row.rescore_at,
    rescoreMs: row.rescore_ms,
    wasScored: row.was_scored,
    before: row,
    verdicts: row.verdicts,
    answers: row.answers,
    inputDigest: row.input_digest,
    isNoted: false,
  };
}
