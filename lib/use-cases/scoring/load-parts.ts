import type { PoolClient } from "pg";
import type { Environment, Stage } from "@/lib/domain/identity/identity";
import type { OwnerHint } from "@/lib/domain/ownership/infer-owner";
import type { Subject } from "@/lib/domain/risk/subject";

const mostGrants = 200;

type Credential = Subject["credentials"][number];

/** What hangs on each identity, by its id. */
export interface Parts {
  credentials: Map<string, Subject["credentials"]>;
  trusts: Map<string, Subject["trusts"]>;
  grants: Map<string, { list: Subject["grants"]; count: number }>;
  hints: Map<string, OwnerHint[]>;
}

/** Connections to read over: what does not depend on another is read at the same time. */
export type Readers = readonly [PoolClient, ...PoolClient[]];

/** Reads the credentials, trusts, grants and owner candidates of these identities. */
export async function loadParts(readers: Readers, ids: string[]): Promise<Parts> {
  const [first, second] = readers;
  const credentials = loadCredentials(first, ids);
  // A connection answers one statement at a time: with a single one, its turn comes later.
  if (!second) return { credentials: await credentials, ...(await loadOthers(first, ids)) };
  const [own, others] = await Promise.all([credentials, loadOthers(second, ids)]);
  return { credentials: own, ...others };
}

async function loadOthers(client: PoolClient, ids: string[]): Promise<Omit<Parts, "credentials">> {
  const trusts = await read<Subject["trusts"][number]>(client, trustsSql, ids);
  const grants = await read<Subject["grants"][number]>(client, grantsSql, ids);
  const hints = await read<OwnerHint>(client, hintsSql, ids);
  return { trusts: byIdentity(trusts), grants: counted(grants), hints: byIdentity(hints) };
}

async function loadCredentials(client: PoolClient, ids: string[]): Promise<Parts["credentials"]> {
  const credentials: Parts["credentials"] = new Map();
  const shared = new Map<string, Credential[]>();
  const { rows } = await client.query<CredentialRow>(credentialsSql, [ids]);
  for (const row of rows) {
    const credential: Credential = {
      externalId: row.external_id,
      kind: row.kind,
      name: row.name,
      status: row.status,
      fingerprint: row.fingerprint,
      facts: row.facts,
      attributes: row.attributes,
      sharedWith: 0,
      sharedIn: none,
    };
    push(credentials, row.identity_id, credential);
    if (credential.fingerprint !== null) push(shared, credential.fingerprint, credential);
  }
  await countSharing(client, shared);
  return credentials;
}

function counted(rows: readonly PartRow<Subject["grants"][number]>[]): Parts["grants"] {
  const grants: Parts["grants"] = new Map();
  for (const { identity_id: id, c, n } of rows) {
    const entry = grants.get(id) ?? { list: [], count: n };
    entry.list.push(c);
    grants.set(id, entry);
  }
  return grants;
}

function byIdentity<Part>(rows: readonly PartRow<Part>[]): Map<string, Part[]> {
  const parts = new Map<string, Part[]>();
  for (const { identity_id: id, c } of rows) push(parts, id, c);
  return parts;
}

const none = { environments: [] as Environment[], stages: [] as Stage[] };

type CredentialRow = Omit<Credential, "externalId" | "sharedWith" | "sharedIn"> & {
  identity_id: string;
  external_id: string;
};

const credentialsSql = `
  SELECT identity_id, external_id, kind, name, status, fingerprint, facts, attributes
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
    'confidence', confidence, 'evidence', evidence, 'rejected', bool_or(rejected_at IS NOT NULL)
      OVER (PARTITION BY identity_id, lower(trim(candidate)))) AS c, 0 AS n
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
