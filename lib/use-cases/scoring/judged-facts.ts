import type { CredentialFacts } from "@/lib/domain/credential/credential";
import type { Fact, Unknown } from "@/lib/domain/evidence";
import type { IdentityFacts, PrivilegeVerdict } from "@/lib/domain/identity/identity";
import { judgedAttributes } from "@/lib/domain/risk/subject";

/** The value of a fact: empty when it is known to be none, null when it is unknown. */
const valueSql = (facts: string, name: keyof IdentityFacts): string =>
  `coalesce(${facts} #>> '{${name},value}', CASE WHEN ${facts} #>> '{${name},state}' = 'known' THEN '' END)`;

const attributesSql = (attributes: string): string =>
  `CASE WHEN ${attributes} ?| ARRAY['${judgedAttributes.join("','")}'] THEN ${attributes} END`;

/**
 * What a verdict depends on, without where each fact came from and when it was read. PostgreSQL
 * spends most of a sweep on writing out JSON, and Node on reading it; most looks change nothing, so
 * they never need the rest.
 */
export const judgedOfIdentity = `${valueSql("i.facts", "createdAt")} AS created_value,
  ${valueSql("i.facts", "createdBy")} AS creator_value, ${valueSql("i.facts", "lastUsedAt")} AS used_value,
  ${valueSql("i.facts", "expiresAt")} AS expires_value, ${valueSql("i.facts", "lastRotatedAt")} AS rotated_value,
  i.facts #> '{privilege,value}' AS privilege_value, i.facts -> 'interactive' AS interactive,
  i.facts -> 'exposure' AS exposure, ${attributesSql("i.attributes")} AS attributes`;
export const judgedOfCredential = `${valueSql("facts", "createdAt")} AS created_value,
  ${valueSql("facts", "expiresAt")} AS expires_value, ${valueSql("facts", "lastRotatedAt")} AS rotated_value,
  ${attributesSql("attributes")} AS attributes`;

/** When a review last kept the row, or else when Muster first saw it. */
export const lastReviewSql = (alias: string): string =>
  `${alias}.attested_at IS NOT NULL AS review_kept,
  (extract(epoch FROM coalesce(${alias}.attested_at, ${alias}.first_seen_at)) * 1000)::float8 AS review_ms`;

export interface JudgedCredential {
  created_value: string | null;
  expires_value: string | null;
  rotated_value: string | null;
}
export interface JudgedIdentity extends JudgedCredential {
  creator_value: string | null;
  used_value: string | null;
  privilege_value: PrivilegeVerdict | null;
  interactive: Fact<boolean> | null;
  exposure: NonNullable<IdentityFacts["exposure"]> | null;
}

const untold: Unknown = { state: "unknown", reason: "not_collected" };
const told = <T>(value: T): Fact<T> => ({ state: "known", value, source: "", observedAt: "" });
const none: Fact<null> = told(null);
const text = (value: string | null): Fact<string> => (value === null ? untold : told(value));
const textOrNone = (value: string | null): Fact<string | null> =>
  value === "" ? none : text(value);

export function credentialFacts(row: JudgedCredential): CredentialFacts {
  return {
    createdAt: text(row.created_value),
    createdBy: untold,
    lastUsedAt: untold,
    expiresAt: textOrNone(row.expires_value),
    lastRotatedAt: textOrNone(row.rotated_value),
  };
}

export function identityFacts(row: JudgedIdentity): IdentityFacts {
  const facts: IdentityFacts = {
    createdAt: text(row.created_value),
    createdBy: text(row.creator_value),
    lastUsedAt: textOrNone(row.used_value),
    expiresAt: textOrNone(row.expires_value),
    lastRotatedAt: textOrNone(row.rotated_value),
    privilege: row.privilege_value === null ? untold : told(row.privilege_value),
  };
  if (row.interactive !== null) facts.interactive = row.interactive;
  if (row.exposure !== null) facts.exposure = row.exposure;
  return facts;
}
