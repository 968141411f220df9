import type { SourceRecord } from "@/connectors/contract";
import { known, unknown } from "@/lib/domain/evidence";
import type { IdentityKind, PrivilegeLevel } from "@/lib/domain/identity/identity";

const readAt = new Date("2026-11-01T00:00:00Z");
const dayMs = 86_400_000;

/** A number 0-1 that belongs to `n` and `salt`: the same inventory in every run. */
function drawn(n: number, salt: number): number {
  let t = Math.imul((n + 1) ^ (salt * 0x9e_37_79_b9), 0x85_eb_ca_6b);
  t = Math.imul(t ^ (t >>> 13), 0xc2_b2_ae_35);
  return ((t ^ (t >>> 16)) >>> 0) / 4_294_967_296;
}

const one = <T>(words: readonly T[], share: number): T =>
  words[Math.floor(share * words.length)] as T;

const kinds = [
  "service_account",
  "iam_user",
  "assumable_role",
  "api_key",
  "deploy_key",
] as const satisfies readonly IdentityKind[];
const levels = [
  "read",
  "write",
  "admin",
  "high",
  "none",
] as const satisfies readonly PrivilegeLevel[];
const teams = ["payments", "search", "billing", "etl", "gateway", "reporting"];
const stages = ["prod", "staging", "dev", "ci"];

const daysAgo = (days: number): string =>
  new Date(readAt.getTime() - Math.floor(days * dayMs)).toISOString();

/** Identities `from` to `to` of a made-up estate, each with what hangs on it: 0-2 keys, grants, trust, hints. */
export function inventoryRecords(from: number, to: number): SourceRecord[] {
  const records: SourceRecord[] = [];
  for (let n = from; n < to; n += 1) records.push(...identityWithParts(n));
  return records;
}

function identityWithParts(n: number): SourceRecord[] {
  const externalId = `arn:bench:${n}`;
  const created = daysAgo(drawn(n, 1) * 1_500);
  const used = drawn(n, 2);
  const lastUsedAt =
    used < 0.2
      ? unknown("permission_missing", "iam:GetServiceLastAccessedDetails")
      : known(used < 0.3 ? null : daysAgo(drawn(n, 3) * 400), "iam:ListUsers", readAt);
  const createdAt = known(created, "iam:ListUsers", readAt);
  const notOffered = unknown("not_offered");
  const kind = one(kinds, drawn(n, 4));
  const parts: SourceRecord[] = [
    {
      type: "identity",
      externalId,
      kind,
      detail: `bench.${kind}`,
      name: `${one(teams, drawn(n, 5))}-${one(stages, drawn(n, 6))}-${n}`,
      status: drawn(n, 7) < 0.9 ? "active" : "disabled",
      container: `account-${n % 500}`,
      tags: { team: one(teams, drawn(n, 5)), environment: one(stages, drawn(n, 6)) },
      attributes: { path: "/service/", arn: externalId },
      facts: {
        createdAt,
        createdBy: notOffered,
        lastUsedAt,
        expiresAt: notOffered,
        lastRotatedAt: notOffered,
        privilege: known(
          { level: one(levels, drawn(n, 8)), reasons: ["The policy Service allows it"] },
          "iam:GetAccountAuthorizationDetails",
          readAt,
        ),
      },
    },
  ];
  const keys = Math.floor(drawn(n, 9) * 3);
  for (let k = 0; k < keys; k += 1) {
    parts.push({
      type: "credential",
      externalId: `${externalId}/key-${k}`,
      identityExternalId: externalId,
      kind: "access_key",
      name: `key ${n}-${k}`,
      status: drawn(n, 10 + k) < 0.8 ? "active" : "disabled",
      fingerprint: `bench-key-${n}-${k}`,
      scopes: [],
      attributes: {},
      facts: {
        createdAt: known(daysAgo(drawn(n, 12 + k) * 900), "iam:ListAccessKeys", readAt),
        createdBy: notOffered,
        lastUsedAt,
        expiresAt: known(null, "iam:ListAccessKeys", readAt),
        lastRotatedAt: notOffered,
      },
    });
  }
  if (drawn(n, 14) < 0.5) {
    parts.push({
      type: "grant",
      externalId: `${externalId}/grant`,
      identityExternalId: externalId,
      service: "s3",
      entitlement: "s3:GetObject",
      target: `bucket-${n % 1_000}`,
      via: "policy Service",
      level: one(levels, drawn(n, 8)),
      conditional: false,
    });
  }
  if (drawn(n, 15) < 0.4) {
    parts.push({
      type: "owner_hint",
      identityExternalId: externalId,
      method: "tag",
      candidate: `${one(teams, drawn(n, 5))}@example.com`,
      evidence: "The tag owner",
    });
  }
  return parts;
}
