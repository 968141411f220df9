import type { PoolClient } from "pg";
import type { Environment, Stage } from "@/lib/domain/identity/identity";
import type { OwnerHint } from "@/lib/domain/ownership/infer-owner";
import type { Subject } from "@/lib/domain/risk/subject";

/** One identity that is due, with what scoring needs and what it must not overwrite unseen. */
export interface DueSubject {
  subject: Subject;
  sourceId: string;
  ownerId: string | null;
  hints: OwnerHint[];
  /** As the database writes it: the guard against a change while we score. */
  rescoreAt: string;
  wasScored: boolean;
  before: { score: number; band: string; ownerState: string };
}

export interface Position {
  at: string;
  id: string;
}

interface IdentityRow {
  id: string;
  source_id: string;
  rescore_at: string;
  was_scored: boolean;
  owner_id: string | null;
  owner_active: boolean;
  owner_email: string | null;
  owner_state: string;
  risk_score: number;
  risk_band: string;
  subject: Omit<Subject, "owner" | "credentials" | "trusts" | "grants" | "grantCount">;
}

const mostGrants = 200;

/**
 * The next identities that are due, with everything that hangs on them. Sources under way are left
 * for the end of their run: their rows still change.
 */
export async function loadDue(
  client: PoolClient,
  until: Date,
  after: Position | null,
  limit: number,
): Promise<DueSubject[]> {
  const { rows } = await client.query<IdentityRow>(
    `SELECT i.id, i.source_id, i.rescore_at::text, i.scored_at IS NOT NULL AS was_scored, i.owner_id,
       p.status = 'active' AS owner_active, p.email AS owner_email, i.owner_state, i.risk_score, i.risk_band,
       json_build_object('id', i.id, 'externalId', i.external_id, 'connectorId', s.connector_id,
         'kind', i.kind, 'detail', i.detail, 'custody', i.custody, 'name', i.name, 'status', i.status,
         'identityClass', i.identity_class, 'environment', i.environment, 'stage', i.stage,
         'vendor', i.vendor, 'container', i.container, 'tags', i.tags, 'labels', i.labels,
         'facts', i.facts, 'attributes', i.attributes) AS subject
     FROM identity i JOIN source s ON s.id = i.source_id LEFT JOIN person p ON p.id = i.owner_id
     WHERE i.rescore_at <= $1 AND (i.rescore_at, i.id) > ($2::timestamptz, $3::uuid)
       AND NOT EXISTS (SELECT 1 FROM sync_run r WHERE r.source_id = i.source_id AND r.state = 'running')
     ORDER BY i.rescore_at, i.id LIMIT $4`,
    [until.toISOString(), after?.at ?? "-infinity", after?.id ?? nil, limit],
  );
  if (rows.length === 0) return [];
  const ids = rows.map((row) => row.id);
  const parts = await loadParts(client, ids);
  return rows.map((row) => toDue(row, parts));
}

const nil = "00000000-0000-0000-0000-000000000000";

type Credential = Subject["credentials"][number];

interface Parts {
  credentials: Map<string, Subject["credentials"]>;
  trusts: Map<string, Subject["trusts"]>;
  grants: Map<string, { list: Subject["grants"]; count: number }>;
  hints: Map<string, OwnerHint[]>;
}

async function loadParts(client: PoolClient, ids: string[]): Promise<Parts> {
  const credentials = new Map<string, Subject["credentials"]>();
  const shared = new Map<string, Credential[]>();
  for (const { identity_id: id, c } of await read<Credential>(client, credentialsSql, ids)) {
    const credential = { ...c, sharedWith: 0, sharedIn: none };
    push(credentials, id, credential);
    if (credential.fingerprint !== null) push(shared, credential.fingerprint, credential);
  }
  await countSharing(client, shared);
  const trusts = new Map<string, Subject["trusts"]>();
  for (const { identity_id: id, c } of await read<Subject["trusts"][number]>(
    client,
    trustsSql,
    ids,
  ))
    push(trusts, id, c);
  const grants: Parts["grants"] = new Map();
  for (const { identity_id: id, c, n } of await read<Subject["grants"][number]>(
    client,
    grantsSql,
    ids,
  )) {
    const entry = grants.get(id) ?? { list: [], count: n };
    entry.list.push(c);
    grants.set(id, entry);
  }
  const hints = new Map<string, OwnerHint[]>();
  for (const { identity_id: id, c } of await read<OwnerHint>(client, hintsSql, ids))
    push(hints, id, c);
  return { credentials, trusts, grants, hints };
}

const none = { environments: [] as Environment[], stages: [] as Stage[] };

const credentialsSql = `
  SELECT identity_id, json_build_object('externalId', external_id, 'kind', kind, 'name', name,
    'status', status, 'fingerprint', fingerprint, 'facts', facts, 'attributes', attributes) AS c, 0 AS n
  FROM credential WHERE identity_id = ANY($1::uuid[]) AND missing_since IS NULL ORDER BY identity_id, external_id`;
const trustsSql = `
  SELECT identity_id, json_build_object('principalKind', principal_kind, 'principal', principal,
    'verdict', verdict, 'because', because) AS c, 0 AS n
  FROM trust WHERE identity_id = ANY($1::uuid[]) AND missing_since IS NULL ORDER BY identity_id, external_id`;
const grantsSql = `
  SELECT identity_id, json_build_object('service', service, 'entitlement', entitlement, 'target', target,
    'via', via, 'level', level, 'conditional', conditional) AS c, n
  FROM (SELECT *, count(*) OVER (PARTITION BY identity_id)::int AS n, row_number() OVER (
      PARTITION BY identity_id ORDER BY array_position(ARRAY['admin','high','write','unknown','read','none'], level), external_id) AS place
    FROM access_grant WHERE identity_id = ANY($1::uuid[]) AND missing_since IS NULL) ranked
  WHERE place <= ${mostGrants} ORDER BY identity_id, place`;
const hintsSql = `
  SELECT identity_id, json_build_object('candidate', candidate, 'method', method,
    'confidence', confidence, 'evidence', evidence, 'rejected', rejected_at IS NOT NULL) AS c, 0 AS n
  FROM owner_candidate WHERE identity_id = ANY($1::uuid[]) ORDER BY identity_id, candidate, method`;

interface PartRow<Part> {
  identity_id: string;
  c: Part;
  n: number;
}

async function read<Part>(
  client: PoolClient,
  text: string,
  ids: string[],
): Promise<PartRow<Part>[]> {
  return (await client.query<PartRow<Part>>(text, [ids])).rows;
}

function push<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

/** C18: where else the same public part is held, over all sources. */
async function countSharing(
  client: PoolClient,
  byFingerprint: Map<string, Credential[]>,
): Promise<void> {
  if (byFingerprint.size === 0) return;
  const { rows } = await client.query<{
    fingerprint: string;
    holders: number;
    environments: Environment[];
    stages: Stage[];
  }>(
    `SELECT c.fingerprint, count(DISTINCT c.identity_id)::int AS holders,
       array_agg(DISTINCT i.environment) AS environments, array_agg(DISTINCT i.stage) AS stages
     FROM credential c JOIN identity i ON i.id = c.identity_id AND i.missing_since IS NULL
     WHERE c.fingerprint = ANY($1) AND c.missing_since IS NULL
     GROUP BY c.fingerprint HAVING count(DISTINCT c.identity_id) > 1`,
    [[...byFingerprint.keys()]],
  );
  for (const { fingerprint, holders, environments, stages } of rows) {
    for (const credential of byFingerprint.get(fingerprint) ?? []) {
      credential.sharedWith = holders - 1;
      credential.sharedIn = { environments, stages };
    }
  }
}

function toDue(row: IdentityRow, parts: Parts): DueSubject {
  const grants = parts.grants.get(row.id);
  return {
    subject: {
      ...row.subject,
      owner: { state: "none", active: row.owner_active, sharedInbox: false },
      credentials: parts.credentials.get(row.id) ?? [],
      trusts: parts.trusts.get(row.id) ?? [],
      grants: grants?.list ?? [],
      grantCount: grants?.count ?? 0,
    },
    sourceId: row.source_id,
    ownerId: row.owner_id,
    hints: parts.hints.get(row.id) ?? [],
    rescoreAt: row.rescore_at,
    wasScored: row.was_scored,
    before: { score: row.risk_score, band: row.risk_band, ownerState: row.owner_state },
  };
}
