import { known, unknown, type Fact } from "@/lib/domain/evidence";
import type { CredentialRecord, OwnerHintRecord } from "@/lib/domain/inventory/source-record";
import { certificateId, secretId } from "./external-ids";
import type { KeyCredential, PasswordCredential } from "./schemas";

type Lifetime = CredentialRecord["facts"];

/** Facts read by one call at one time. */
export interface Reading {
  source: string;
  at: Date;
}

export const fact = <T>({ source, at }: Reading, value: T): Fact<T> => known(value, source, at);
export const untold = (detail: string) => unknown("not_offered", detail);
const audited = (what: string) =>
  unknown("not_collected", `Only Entra's audit log tells who ${what}; it keeps 30 days at most`);

/** A lifetime of which Entra says nothing, to be filled with what it does say. */
export const lifetime = (given: Partial<Lifetime>): Lifetime => ({
  createdAt: untold("Entra does not tell when it was created"),
  createdBy: audited("created it"),
  lastUsedAt: untold("Entra does not tell when it was last used"),
  expiresAt: untold("Entra does not tell when it expires"),
  lastRotatedAt: untold("Entra does not tell when it was last rotated"),
  ...given,
});

/** A name that is never empty, at most as long as the inventory keeps. */
export const nameOf = (shown: string | null | undefined, otherwise: string): string =>
  (shown?.trim() || otherwise).slice(0, 500);

/** Entra's tags are plain words; those that read `key:value` or `key=value` become a pair. */
export function tagsOf(tags: readonly string[]): Record<string, string> {
  const pairs = tags.slice(0, 64).map((tag): [string, string] => {
    const [, key, value] = /^([\w .-]{1,100})[:=](.+)$/s.exec(tag) ?? [];
    return key && value ? [key.trim(), value.trim().slice(0, 1000)] : [tag.slice(0, 300), ""];
  });
  return Object.fromEntries(pairs.filter(([key]) => key !== ""));
}

const isOver = (end: string | null, now: Date): boolean =>
  end !== null && Date.parse(end) <= now.getTime();

/** SHA-1 in hexadecimal, as people compare it; Graph gives it as Base64. */
export function thumbprintOf({ customKeyIdentifier }: KeyCredential): string | undefined {
  const bytes = Buffer.from(customKeyIdentifier ?? "", "base64");
  return bytes.length === 20 || bytes.length === 32
    ? bytes.toString("hex").toUpperCase()
    : undefined;
}

interface Held {
  passwordCredentials: readonly PasswordCredential[];
  keyCredentials: readonly KeyCredential[];
}
interface Holding {
  /** External id of the application or service principal that holds them. */
  holder: string;
  from: Reading;
  lastUsed: (keyId: string) => Lifetime["lastUsedAt"];
}

const facts = ({ from, lastUsed }: Holding, one: PasswordCredential | KeyCredential): Lifetime => {
  const { startDateTime: start } = one;
  const since = untold("Entra tells no first day of it");
  return lifetime({
    createdAt: start === null ? since : fact(from, start),
    createdBy: audited("added it"),
    lastUsedAt: lastUsed(one.keyId),
    expiresAt: fact(from, one.endDateTime),
    // A secret or certificate is never changed: it is followed by another.
    lastRotatedAt: start === null ? since : fact<string | null>(from, start),
  });
};

const secretRecord = (of: Holding, one: PasswordCredential): CredentialRecord => ({
  type: "credential",
  externalId: secretId(of.holder, one.keyId),
  identityExternalId: of.holder,
  kind: "client_secret",
  name: nameOf(one.displayName, `Client secret ${one.keyId}`),
  status: isOver(one.endDateTime, of.from.at) ? "expired" : "active",
  scopes: [],
  attributes: { keyId: one.keyId, hint: one.hint?.slice(0, 3) ?? null },
  facts: facts(of, one),
});

function keyRecord(of: Holding, one: KeyCredential): CredentialRecord {
  const thumbprint = thumbprintOf(one);
  return {
    type: "credential",
    externalId: certificateId(of.holder, one.keyId),
    identityExternalId: of.holder,
    kind: one.usage === "Sign" ? "signing_key" : "certificate",
    name: nameOf(one.displayName, `Certificate ${thumbprint ?? one.keyId}`),
    status: isOver(one.endDateTime, of.from.at) ? "expired" : "active",
    ...(thumbprint ? { fingerprint: thumbprint } : {}),
    scopes: [],
    attributes: { keyId: one.keyId, usage: one.usage ?? null, keyType: one.type ?? null },
    facts: facts(of, one),
  };
}

/** The secrets and certificates of one application or service principal. */
export function credentialRecords(of: Holding, held: Held): CredentialRecord[] {
  // A signing key's private half is kept under a password of the same identifier: nobody signs in with it.
  const signing = new Set(
    held.keyCredentials
      .filter(({ usage }) => usage === "Sign")
      .flatMap(({ customKeyIdentifier }) => customKeyIdentifier ?? []),
  );
  const secrets = held.passwordCredentials.filter(
    ({ customKeyIdentifier }) => !customKeyIdentifier || !signing.has(customKeyIdentifier),
  );
  return [
    ...secrets.map((one) => secretRecord(of, one)),
    ...held.keyCredentials.map((one) => keyRecord(of, one)),
  ];
}

/** When the newest secret or certificate was added; null where there is none. */
export function newestOf({ passwordCredentials, keyCredentials }: Held): string | null {
  const starts = [...passwordCredentials, ...keyCredentials].flatMap(
    ({ startDateTime }) => startDateTime ?? [],
  );
  return starts.sort().at(-1) ?? null;
}

/** Whom the object's own tags or notes name. */
export function writtenOwner(
  holder: string,
  written: { tags: readonly string[]; notes?: string | null | undefined },
): OwnerHintRecord[] {
  const tagged = Object.entries(tagsOf(written.tags)).find(([key]) =>
    /^(?:owner|owner[_-]?email|team|contact)$/i.test(key),
  );
  const noted = /\bowner\s*[:=]\s*([^\s,;<>]+@[^\s,;<>]+)/i.exec(written.notes ?? "")?.[1];
  const hint = (candidate: string, evidence: string): OwnerHintRecord => ({
    type: "owner_hint",
    identityExternalId: holder,
    method: "tag",
    candidate: candidate.slice(0, 320),
    evidence,
  });
  return [
    ...(tagged?.[1] ? [hint(tagged[1], `Tag ${tagged[0]} in Entra ID`)] : []),
    ...(noted && noted !== tagged?.[1] ? [hint(noted, "Named in its notes in Entra ID")] : []),
  ];
}
