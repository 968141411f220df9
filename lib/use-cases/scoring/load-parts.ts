import type { PoolClient, QueryConfig } from "pg";
import type { Environment, Stage } from "@/lib/domain/identity/identity";
import type { OwnerHint } from "@/lib/domain/ownership/infer-owner";
import type { Subject } from "@/lib/domain/risk/subject";
import { addFurtherEnvironments } from "./further-environments";
import {
  credentialFacts,
  type JudgedCredential,
  judgedOfCredential,
  lastReviewSql,
} from "./judged-facts";

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

/**
 * Identities by their ids; or all in a range of ids, as a sweep reads them: one walk of each index,
 * and of facts only what verdicts depend on.
 */
export type Among = { ids: string[] } | { after: string; upTo: string };

/** A statement over the parts of some identities, prepared once for each way of naming them. */
const statement =
  (name: string, text: (among: string, isSweep: boolean) => string) =>
  (among: Among): QueryConfig =>
    "ids" in among
      ? {
          name: `${name} of identities`,
          text: text("identity_id = ANY($1::uuid[])", false),
          values: [among.ids],
        }
      : {
          name: `${name} in a range`,
          text: text("identity_id > $1::uuid AND identity_id <= $2::uuid", true),
          values: [among.after, among.upTo],
        };

/** Reads the credentials, trusts, grants and owner candidates of these identities. */
export async function loadParts(readers: Readers, among: Among): Promise<Parts> {
  const [first, second] = readers;
  const credentials = loadCredentials(first, among);
  // A connection answers one statement at a time: with a single one, its turn comes later.
  if (!second) return { credentials: await credentials, ...(await loadOthers(first, among)) };
  const [own, others] = await Promise.all([credentials, loadOthers(second, among)]);
  return { credentials: own, ...others };
}

async function loadOthers(client: PoolClient, among: Among): Promise<Omit<Parts, "credentials">> {
  const trusts = await client.query<TrustRow>(trustsOf(among));
  const grants = counted((await client.query<GrantRow>(grantsOf(among))).rows);
  await addFurtherEnvironments(client, grants);
  const hints = await client.query<HintRow>(hintsOf(among));
  return {
    trusts: byIdentity(trusts.rows),
    grants,
    hints: withRejections(byIdentity(hints.rows)),
  };
}

async function loadCredentials(client: PoolClient, among: Among): Promise<Parts["credentials"]> {
  const credentials: Parts["credentials"] = new Map();
  const shared = new Map<string, Credential[]>();
  const { rows } = await client.query<CredentialRow>(credentialsOf(among));
  for (const row of rows) {
    const credential: Credential = {
      externalId: row.external_id,
      kind: row.kind,
      name: row.name,
      status: row.status,
      fingerprint: row.fingerprint,
      facts: row.facts ?? credentialFacts(row),
      attributes: row.attributes ?? {},
      review: { kept: row.review_kept, atMs: row.review_ms },
      sharedWith: 0,
      sharedIn: none,
    };
    push(credentials, row.identity_id, credential);
    if (row.fingerprint !== null && row.is_shared) push(shared, row.fingerprint, credential);
  }
  await countSharing(client, shared);
  return credentials;
}

function counted(rows: readonly GrantRow[]): Parts["grants"] {
  const grants: Parts["grants"] = new Map();
  for (const row of rows) {
    const entry = grants.get(row.identity_id);
    if (entry) entry.list.push(row);
    else grants.set(row.identity_id, { list: [row], count: row.n });
  }
  return grants;
}

function byIdentity<Part extends OfIdentity>(rows: readonly Part[]): Map<string, Part[]> {
  const parts = new Map<string, Part[]>();
  for (const row of rows) push(parts, row.identity_id, row);
  return parts;
}

/** Who was rejected once is rejected whatever else points to him. */
function withRejections(hints: Map<string, HintRow[]>): Parts["hints"] {
  const nameOf = (hint: HintRow): string => hint.candidate.trim().toLowerCase();
  for (const list of hints.values()) {
    if (!list.some((hint) => hint.rejected)) continue;
    const names = new Set(list.filter((hint) => hint.rejected).map(nameOf));
    for (const hint of list) hint.rejected = names.has(nameOf(hint));
  }
  return hints;
}

const none = { environments: [] as Environment[], stages: [] as Stage[] };

interface OfIdentity {
  identity_id: string;
}
type TrustRow = OfIdentity & Subject["trusts"][number];
type GrantRow = OfIdentity & Subject["grants"][number] & { n: number };
type HintRow = OfIdentity & OwnerHint;
type CredentialRow = OfIdentity &
  JudgedCredential &
  Omit<Credential, "externalId" | "sharedWith" | "sharedIn" | "facts" | "attributes" | "review"> & {
    external_id: string;
    /** Absent in a sweep. */
    facts?: Credential["facts"];
    attributes: Credential["attributes"] | null;
    review_kept: boolean;
    review_ms: number;
    /** Some other row holds the same public part; how many do is counted for these only. */
    is_shared: boolean;
  };

const credentialsOf = statement(
  "credentials",
  (among, isSweep) => `
  SELECT identity_id, external_id, kind, name, status, fingerprint,
    ${isSweep ? judgedOfCredential : "facts, attributes"}, ${lastReviewSql("c")},
    fingerprint IS NOT NULL AND EXISTS (SELECT 1 FROM credential o WHERE o.fingerprint = c.fingerprint
      AND o.identity_id <> c.identity_id AND o.missing_since IS NULL) AS is_shared
  FROM credential c WHERE ${among} AND missing_since IS NULL ORDER BY identity_id, external_id`,
);
const trustsOf = statement(
  "trusts",
  (among) => `
  SELECT identity_id, principal_kind AS "principalKind", principal, verdict, because
  FROM trust WHERE ${among} AND missing_since IS NULL ORDER BY identity_id, external_id`,
);
const grantsOf = statement(
  "grants",
  (among) => `
  SELECT identity_id, service, entitlement, target, via, level, conditional, n
  FROM (SELECT *, count(*) OVER (PARTITION BY identity_id)::int AS n, row_number() OVER (
      PARTITION BY identity_id ORDER BY array_position(ARRAY['admin','high','write','unknown','read','none'], level), external_id) AS place
    FROM access_grant WHERE ${among} AND missing_since IS NULL) ranked
  WHERE place <= ${mostGrants} ORDER BY identity_id, place`,
);
const hintsOf = statement(
  "hints",
  (among) => `
  SELECT identity_id, candidate, method, confidence, evidence, rejected_at IS NOT NULL AS rejected
  FROM owner_candidate WHERE ${among} ORDER BY identity_id, candidate, method`,
);

function push<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

/**
 * C18: where else the same public part is held, over all sources. Two sources may list the same
 * account: what the provider gives one id is one holder.
 */
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
    `SELECT c.fingerprint, count(DISTINCT i.external_id)::int AS holders,
       array_agg(DISTINCT i.environment) AS environments, array_agg(DISTINCT i.stage) AS stages
     FROM credential c JOIN identity i ON i.id = c.identity_id AND i.missing_since IS NULL
     WHERE c.fingerprint = ANY($1) AND c.missing_since IS NULL
     GROUP BY c.fingerprint HAVING count(DISTINCT i.external_id) > 1`,
    [[...byFingerprint.keys()]],
  );
  for (const { fingerprint, holders, environments, stages } of rows) {
    for (const credential of byFingerprint.get(fingerprint) ?? []) {
      credential.sharedWith = holders - 1;
      credential.sharedIn = { environments, stages };
    }
  }
}
