import { createHmac } from "node:crypto";
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

/** JSON with keys in order, as PostgreSQL's jsonb does not keep the written order. */
export function canonicalJson(value: JsonValue): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (value !== null && typeof value === "object") {
    const parts = Object.keys(value)
      .sort()
      .map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key] ?? null)}`);
    return `{${parts.join(",")}}`;
  }
  return JSON.stringify(value);
}

/** HMAC-SHA-256 (hex) over the previous hash and every column of the row, in a fixed order. */
export function auditHash(
  prevHash: string,
  seq: bigint,
  keyId: string,
  entry: AuditEntry,
  keyMaterial: string,
): string {
  const row = canonicalJson([
    prevHash,
    seq.toString(),
    keyId,
    entry.at.toISOString(),
    entry.actorType,
    entry.actorId,
    entry.actorName,
    entry.event,
    entry.outcome,
    entry.targetType,
    entry.targetId,
    entry.detail,
    entry.requestId,
    entry.ip,
  ]);
  return createHmac("sha256", Buffer.from(keyMaterial, "base64url")).update(row).digest("hex");
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
