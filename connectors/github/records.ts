import { known, unknown } from "@/lib/domain/evidence";
import type { Fact } from "@/lib/domain/evidence";
import type {
  CredentialRecord,
  GrantRecord,
  IdentityRecord,
  OwnerHintRecord,
  SourceRecord,
} from "@/lib/domain/inventory/source-record";
import { levelOfPermission } from "./privilege";

export type Lifetime = CredentialRecord["facts"];

/** Facts read by one call at one time. */
export interface Reading {
  /** The route that answered. */
  source: string;
  at: Date;
}

export const fact = <T>({ source, at }: Reading, value: T): Fact<T> => known(value, source, at);
const silent = (detail: string) => unknown("not_offered", detail);

/** A lifetime of which GitHub says nothing, to be filled with what it does say. */
export function lifetime(given: Partial<Lifetime>): Lifetime {
  return {
    createdAt: silent("GitHub does not tell when it was created"),
    createdBy: silent("GitHub does not tell who created it"),
    lastUsedAt: silent("GitHub does not tell when it was last used"),
    expiresAt: silent("GitHub does not tell when it expires"),
    lastRotatedAt: silent("GitHub does not tell when it was last rotated"),
    ...given,
  };
}

export const untellable = silent;

/** The credential that an identity of this source consists of: same dates, own id. */
export function credentialOf(
  identity: Pick<IdentityRecord, "externalId" | "name" | "status" | "facts">,
  part: Pick<CredentialRecord, "kind"> & Partial<Pick<CredentialRecord, "scopes" | "fingerprint">>,
): CredentialRecord {
  const { createdAt, createdBy, lastUsedAt, expiresAt, lastRotatedAt } = identity.facts;
  const status = { active: "active", disabled: "disabled", expired: "expired" } as const;
  return {
    type: "credential",
    externalId: `${identity.externalId}/credential`,
    identityExternalId: identity.externalId,
    kind: part.kind,
    name: identity.name,
    status: status[identity.status as keyof typeof status] ?? "unknown",
    ...(part.fingerprint === undefined ? {} : { fingerprint: part.fingerprint }),
    scopes: (part.scopes ?? []).slice(0, 500),
    attributes: {},
    facts: { createdAt, createdBy, lastUsedAt, expiresAt, lastRotatedAt },
  };
}

export function permissionGrants(
  identityExternalId: string,
  permissions: Readonly<Record<string, string>>,
  target: string,
  via: string,
): GrantRecord[] {
  return Object.entries(permissions).map(([name, access]) => ({
    type: "grant",
    externalId: `${identityExternalId}/permission/${name}`,
    identityExternalId,
    service: name,
    entitlement: `${name}:${access}`,
    target,
    via,
    level: levelOfPermission(name, access),
    conditional: false,
  }));
}

export function ownerHint(
  identityExternalId: string,
  method: OwnerHintRecord["method"],
  candidate: string | null | undefined,
  evidence: string,
): SourceRecord[] {
  if (!candidate) return [];
  return [
    {
      type: "owner_hint",
      identityExternalId,
      method,
      candidate: candidate.slice(0, 320),
      evidence,
    },
  ];
}
