import type { SourceRecord } from "../contract";

/** Shapes that only live secrets have. */
const shapes: readonly RegExp[] = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  /\bgh[opsur]_[A-Za-z0-9]{20,}/,
  /\bgithub_pat_[A-Za-z0-9_]{20,}/,
  /\bglpat-[A-Za-z0-9_-]{16,}/,
  /\bxox[abeoprs]-[A-Za-z0-9-]{10,}/,
  /\bsk-[A-Za-z0-9_-]{20,}/,
  /\bnpm_[A-Za-z0-9]{30,}/,
  /\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}/,
  /SCRAM-SHA-256\$/,
  /\bmd5[0-9a-f]{32}\b/,
  /\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@]+:[^\s/@]+@/i,
];

/** The forms in which a secret can leave by accident. */
function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret);
  return [
    secret,
    encodeURIComponent(secret),
    bytes.toString("base64").replace(/=+$/, ""),
    bytes.toString("base64url"),
    bytes.toString("hex"),
    secret.split("").reverse().join(""),
  ];
}

function bitsPerCharacter(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values())
    bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}

const isMixed = (text: string): boolean => /[a-z]/.test(text) && /[A-Z]/.test(text);

/**
 * Long, random and of mixed case: looks like key material. Hexadecimal digests and UUIDs do not
 * reach it, nor do paths, whose segments are words.
 */
function looksRandom(text: string): boolean {
  return (text.match(/[A-Za-z0-9+/_=-]{32,}/g) ?? []).some(
    (part) =>
      /\d/.test(part) &&
      part.split("/").some((segment) => segment.length >= 12 && isMixed(segment)) &&
      bitsPerCharacter(part) >= 4.4,
  );
}

function* strings(value: unknown, key = ""): Generator<[key: string, text: string]> {
  if (typeof value === "string") yield [key, value];
  else if (Array.isArray(value)) for (const each of value) yield* strings(each, key);
  else if (typeof value === "object" && value !== null) {
    for (const [name, each] of Object.entries(value)) {
      yield [name, name];
      yield* strings(each, name);
    }
  }
}

/** Sentences about secret material found in the records, without the material. Empty when clean. */
export function findSecrets(
  records: readonly SourceRecord[],
  canaries: readonly string[],
  notSecret: readonly RegExp[] = [],
): string[] {
  const forbidden = canaries.flatMap(formsOf);
  const found: string[] = [];
  for (const record of records) {
    for (const [key, text] of strings(record)) {
      if (forbidden.some((form) => text.includes(form)))
        found.push(`${record.type}.${key}: a canary`);
      if (shapes.some((shape) => shape.test(text)))
        found.push(`${record.type}.${key}: a secret's shape`);
      // The public part of a key is random by nature.
      if (key === "fingerprint" || notSecret.some((pattern) => pattern.test(text))) continue;
      if (looksRandom(text)) found.push(`${record.type}.${key}: looks like key material`);
    }
  }
  return found;
}
