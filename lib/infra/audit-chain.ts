import { createHmac, hash } from "node:crypto";
import { canonicalJson } from "../domain/canonical-json";
import type { JsonValue } from "../domain/inventory/source-record";
import type { Tx } from "./db";
import { currentKey } from "./keys";

export interface AuditEntry {
  at: Date;
  actorType: string;
  actorId: string | null;
  actorName: string;
  event: string;
  outcome: "done" | "refused" | "failed";
  targetType: string | null;
  targetId: string | null;
  detail: { [key: string]: JsonValue };
  requestId: string | null;
  ip: string | null;
}

/** Serialises the appends of all processes; held until the transaction ends. */
const chainLock = 7_061_974;
export const genesisHash = "0".repeat(64);

const blockBytes = 64;
/** Rows longer than this are rare and take the slower way. */
const longestBytes = 16_384;

/** The key's two pads of RFC 2104, each with room behind it for what is digested. */
interface Pads {
  inner: Buffer;
  outer: Buffer;
}
const keptPads = new Map<string, Pads>();

function padsOf(material: string): Pads {
  const kept = keptPads.get(material);
  if (kept) return kept;
  const key = Buffer.from(material, "base64url");
  if (key.length > blockBytes) throw new RangeError("An audit key has at most 64 bytes");
  const inner = Buffer.alloc(blockBytes + longestBytes, 0x36);
  const outer = Buffer.alloc(blockBytes + 32, 0x5c);
  for (const [at, byte] of key.entries()) {
    inner[at] = byte ^ 0x36;
    outer[at] = byte ^ 0x5c;
  }
  const made = { inner, outer };
  keptPads.set(material, made);
  return made;
}

/** HMAC-SHA-256 by two one-shot digests: createHmac builds a stream for each row, at twice the time. */
function hmacHex(text: string, material: string): string {
  if (text.length * 3 > longestBytes)
    return createHmac("sha256", Buffer.from(material, "base64url")).update(text).digest("hex");
  const { inner, outer } = padsOf(material);
  const end = blockBytes + inner.write(text, blockBytes, "utf8");
  outer.write(hash("sha256", inner.subarray(0, end), "hex"), blockBytes, "hex");
  return hash("sha256", outer, "hex");
}

/** An entry as it is sealed: its instant already in ISO form, to the millisecond, in UTC. */
export type SealedEntry = Omit<AuditEntry, "at"> & { at: string };

/** HMAC-SHA-256 (hex) over the previous hash and every column of the row, in a fixed order. */
export function auditHash(
  prevHash: string,
  seq: bigint | string,
  keyId: string,
  entry: AuditEntry | SealedEntry,
  keyMaterial: string,
): string {
  const at = typeof entry.at === "string" ? entry.at : entry.at.toISOString();
  // The runtime's own serialiser where no keys need sorting: a verification hashes millions of rows.
  const head = JSON.stringify([
    prevHash,
    String(seq),
    keyId,
    at,
    entry.actorType,
    entry.actorId,
    entry.actorName,
    entry.event,
    entry.outcome,
    entry.targetType,
    entry.targetId,
  ]);
  const tail = JSON.stringify([entry.requestId, entry.ip]);
  const row = `${head.slice(0, -1)},${canonicalJson(entry.detail)},${tail.slice(1)}`;
  return hmacHex(row, keyMaterial);
}

/** Appends one line to the audit log inside the caller's transaction; call it last. */
export async function appendAudit(
  tx: Tx,
  entry: AuditEntry,
): Promise<{ seq: bigint; hash: string }> {
  const key = await currentKey("audit");
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${chainLock}::bigint)`;
  const last = await tx.auditEvent.findFirst({
    orderBy: { seq: "desc" },
    select: { seq: true, hash: true },
  });
  const seq = (last?.seq ?? 0n) + 1n;
  const prevHash = last?.hash ?? genesisHash;
  const hash = auditHash(prevHash, seq, key.id, entry, key.material);
  await tx.auditEvent.create({ data: { ...entry, seq, keyId: key.id, prevHash, hash } });
  return { seq, hash };
}
