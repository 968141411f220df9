import { createHash, randomBytes, randomInt } from "node:crypto";
import { crc32 } from "node:zlib";

export const sha256 = (value: string): string => createHash("sha256").update(value).digest("hex");

/** 32 random bytes for a link; only its SHA-256 is kept. */
export const linkToken = (): string => randomBytes(32).toString("base64url");

const prefix = "muster_pat_";
const checksum = (body: string): string => crc32(body).toString(36).padStart(7, "0");

/** A personal API token: prefix, 40 random characters, CRC-32 in base 36, for scanners to recognise. */
export function newApiToken(): string {
  const body = randomBytes(30).toString("base64url");
  return `${prefix}${body}${checksum(body)}`;
}

/** Whether the text can be one of our tokens at all, before any database look-up. */
export function looksLikeApiToken(token: string): boolean {
  if (!token.startsWith(prefix)) return false;
  const rest = token.slice(prefix.length);
  return rest.length === 47 && checksum(rest.slice(0, 40)) === rest.slice(40);
}

const recoveryAlphabet = "abcdefghjkmnpqrstuvwxyz23456789";

/** A code for paper: 16 characters without look-alikes, some 79 bits, so that a plain hash keeps it. */
export function newRecoveryCode(): string {
  const letters = Array.from({ length: 16 }, () => recoveryAlphabet[randomInt(31)]);
  return [0, 4, 8, 12].map((at) => letters.slice(at, at + 4).join("")).join("-");
}

/** As somebody may type it: any case, with or without dashes and spaces. */
export const recoveryCodeHash = (typed: string): string =>
  sha256(typed.toLowerCase().replaceAll(/[^a-z0-9]/g, ""));
