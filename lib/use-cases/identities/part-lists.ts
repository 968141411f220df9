import type { IdentityDetail, ShownCredential } from "@/lib/domain/inventory/identity-detail";
import { sql } from "@/lib/infra/db";
import { candidatePeopleSql } from "./change-owners";
import type { PartList } from "./list-parts";
import type { ReadTimes } from "../sources/read-times";
import { asText, shownFacts } from "./shown-facts";

type Item<Key extends "trusts" | "candidates" | "findings"> = IdentityDetail[Key][number];

interface CredentialRow {
  id: string;
  kind: string;
  name: string;
  external_id: string;
  status: string;
  scopes: string[];
  shared_with: number;
  missing_since: Date | null;
  attested_at: Date | null;
  attested_by: string | null;
  stream: string;
  facts: unknown;
}

const live = "missing_since IS NULL";
const rankOf = (column: string, words: readonly string[]): string =>
  `coalesce(array_position(ARRAY['${words.join("','")}'], ${column}), ${words.length + 1})`;
const newest = (column: string): string => `coalesce(-extract(epoch FROM ${column}), 1e12)`;

/** Those still listed first, the newest first. The same thing in another source is not another holder. */
export const credentialList = (read: ReadTimes): PartList<CredentialRow, ShownCredential> => ({
  from: "SELECT * FROM credential WHERE identity_id = $1::uuid",
  columns: `id, kind, name, external_id, status, scopes, missing_since, attested_at, attested_by, stream, facts,
    (SELECT count(DISTINCT h.external_id)::int FROM credential o JOIN identity h ON h.id = o.identity_id
       WHERE o.fingerprint = one.fingerprint AND o.${live} AND h.${live}
         AND h.external_id <> (SELECT external_id FROM identity WHERE id = $1::uuid)) AS shared_with`,
  keys: [
    ["(missing_since IS NOT NULL)::int", "int"],
    [newest("created_at_source"), "numeric"],
    ["id", "uuid"],
  ],
  show: (row) => ({
    id: row.id,
    kind: row.kind as ShownCredential["kind"],
    name: row.name,
    externalId: row.external_id,
    status: row.status as ShownCredential["status"],
    scopes: row.scopes,
    sharedWith: row.shared_with,
    missingSince: row.missing_since?.toISOString() ?? null,
    attestedAt: row.attested_at?.toISOString() ?? null,
    attestedBy: row.attested_by,
    facts: shownFacts(row.facts, row.missing_since ? null : read(row.stream)),
  }),
});

/** The widest trust first. */
export const trustList: PartList<Item<"trusts">, Item<"trusts">> = {
  from: `SELECT * FROM trust WHERE identity_id = $1::uuid AND ${live}`,
  columns: `id, principal_kind AS "principalKind", principal, verdict, because`,
  keys: [
    [rankOf("verdict", ["open", "weak", "unknown", "narrow"]), "int"],
    [`principal COLLATE "C"`, "text"],
    ["id", "uuid"],
  ],
  show: ({ id, principalKind, principal, verdict, because }) => ({
    id,
    principalKind,
    principal,
    verdict,
    because,
  }),
};

/** Who was not rejected first, the surest first. */
export const candidateList: PartList<Item<"candidates">, Item<"candidates">> = {
  from: `SELECT c.*, k.id AS person_id,
      bool_or(c.rejected_at IS NOT NULL) OVER (PARTITION BY lower(trim(c.candidate))) AS rejected
    FROM owner_candidate c LEFT JOIN (${candidatePeopleSql}) k ON k.key = lower(trim(c.candidate))
    WHERE c.identity_id = $1::uuid`,
  columns: `id, candidate, method, confidence, evidence, person_id AS "personId", rejected`,
  keys: [
    ["rejected::int", "int"],
    ["(-confidence)::numeric", "numeric"],
    [`candidate COLLATE "C"`, "text"],
    ["id", "uuid"],
  ],
  show: ({ id, candidate, method, confidence, evidence, rejected, personId }) => ({
    id,
    candidate,
    method,
    confidence,
    evidence,
    rejected,
    personId,
  }),
};

interface FindingRow {
  id: string;
  rule_id: string;
  title: string;
  severity: string;
  state: string;
  evidence: unknown;
  remedy: string;
  first_seen_at: Date;
  resolved_at: Date | null;
  exception_id: string | null;
  exception_ends_at: Date | null;
}

function evidenceText(stored: unknown): string {
  if (stored !== null && typeof stored === "object" && "evidence" in stored)
    return asText(stored.evidence);
  return asText(stored);
}

/** Open first, then what stands under an exception; the worst first. */
export const findingList: PartList<FindingRow, Item<"findings">> = {
  from: `SELECT f.*, e.ends_at AS exception_ends_at FROM finding f
    LEFT JOIN policy_exception e ON e.id = f.exception_id WHERE f.identity_id = $1::uuid`,
  columns: `id, rule_id, title, severity, state, evidence, remedy, first_seen_at, resolved_at,
    exception_id, exception_ends_at`,
  keys: [
    [rankOf("state", ["open", "excepted", "resolved"]), "int"],
    [rankOf("severity", ["critical", "high", "medium", "low"]), "int"],
    [newest("first_seen_at"), "numeric"],
    ["id", "uuid"],
  ],
  show: (row) => ({
    id: row.id,
    ruleId: row.rule_id,
    title: row.title,
    severity: row.severity as Item<"findings">["severity"],
    state: row.state as Item<"findings">["state"],
    evidence: evidenceText(row.evidence),
    remedy: row.remedy,
    firstSeenAt: row.first_seen_at.toISOString(),
    resolvedAt: row.resolved_at?.toISOString() ?? null,
    exception:
      row.exception_id && row.exception_ends_at
        ? { id: row.exception_id, endsAt: row.exception_ends_at.toISOString() }
        : null,
  }),
};

/** How many there are of each, however many are shown. */
export async function countParts(
  id: string,
): Promise<Record<keyof IdentityDetail["more"], number>> {
  const [row] = await sql<{ [Key in keyof IdentityDetail["more"]]: number }>(
    `SELECT (SELECT count(*)::int FROM credential WHERE identity_id = $1::uuid) AS credentials,
       (SELECT count(*)::int FROM trust WHERE identity_id = $1::uuid AND ${live}) AS trusts,
       (SELECT count(*)::int FROM owner_candidate WHERE identity_id = $1::uuid) AS candidates,
       (SELECT count(*)::int FROM finding WHERE identity_id = $1::uuid) AS findings`,
    [id],
  );
  return row ?? { credentials: 0, trusts: 0, candidates: 0, findings: 0 };
}

/** Findings of an identity that are open, under an exception and resolved. */
export async function countFindings(id: string): Promise<IdentityDetail["findingCounts"]> {
  const rows = await sql<{ state: keyof IdentityDetail["findingCounts"]; n: number }>(
    "SELECT state, count(*)::int AS n FROM finding WHERE identity_id = $1::uuid GROUP BY state",
    [id],
  );
  const counts = { open: 0, excepted: 0, resolved: 0 };
  for (const { state, n } of rows) counts[state] = n;
  return counts;
}
