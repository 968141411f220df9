import { z } from "zod";
import { DomainError } from "@/lib/domain/errors";
import { pool, sql } from "@/lib/infra/db";
import { seal, sealedKeyId, unseal } from "@/lib/infra/encryption";
import { env } from "@/lib/infra/env";
import { freshKeyRing, keyRing, newKey, writeKeyRing } from "@/lib/infra/keys";
import type { Context } from "../context";
import { auditAttempt, defineCommand } from "../define-command";
import { allSealedRows, sealedRowsByKey } from "./sealed-columns";

export interface KeyRotation {
  newKeyIds: string[];
  resealed: number;
  retiredKeyIds: string[];
}

const recordRotation = defineCommand({
  name: "key.rotate",
  event: "key.rotated",
  permission: "key:rotate",
  stepUp: true,
  input: z.strictObject({ newKeyIds: z.array(z.string()) }),
  run: async ({ input }) => ({
    result: null,
    audit: { targetType: "key", detail: { newKeyIds: input.newKeyIds } },
  }),
});

/** Two rotations at once would each write the ring they read, and the keys of one would be gone for good. */
const rotationLock = 7_061_979;

async function alone<T>(ctx: Context, work: () => Promise<T>): Promise<T> {
  const guard = await pool().connect();
  try {
    const { rows } = await guard.query<{ mine: boolean }>(
      "SELECT pg_try_advisory_lock($1) AS mine",
      [rotationLock],
    );
    if (!rows[0]?.mine) {
      const busy = new DomainError(
        "conflict",
        "The keys are being rotated by somebody else just now. Nothing was changed; look again when that is done.",
      );
      await auditAttempt(ctx, "key.rotate", busy);
      throw busy;
    }
    try {
      return await work();
    } finally {
      await guard.query("SELECT pg_advisory_unlock($1)", [rotationLock]);
    }
  } finally {
    guard.release();
  }
}

/**
 * Adds new seal, audit and evidence keys, seals every value anew, and retires seal keys that protect
 * nothing and are not the previous one (a process may still hold it for a moment). Audit and evidence
 * keys stay: old rows, packs and checkpoints are verified with them. Safe to run again after an interruption.
 */
export async function rotateKeys(ctx: Context): Promise<KeyRotation> {
  if (env().MUSTER_KEYS) {
    throw new DomainError(
      "conflict",
      "The keys come from MUSTER_KEYS. Move them to a file (MUSTER_KEYS_FILE) to rotate them here.",
    );
  }
  const fresh = (["seal", "audit", "evidence"] as const).map((purpose) => newKey(purpose, ctx.now));
  const newKeyIds = fresh.map((key) => key.id);
  return alone(ctx, async () => {
    await recordRotation(ctx, { newKeyIds });
    const ring = await freshKeyRing();
    await writeKeyRing({ ...ring, keys: [...ring.keys, ...fresh] });
    const resealed = await resealAll(fresh[0]?.id ?? "");
    return { newKeyIds, resealed, retiredKeyIds: await retireUnused() };
  });
}

async function resealAll(currentId: string): Promise<number> {
  let resealed = 0;
  for await (const { place, sealed } of allSealedRows()) {
    if (sealedKeyId(sealed) === currentId) continue;
    const anew = await seal(await unseal(sealed, place), place);
    // Only if nobody changed the value meanwhile; a change is sealed with the new key already.
    await sql(
      `UPDATE "${place.table}" SET "${place.column}" = $1 WHERE id = $2::uuid AND "${place.column}" = $3`,
      [anew, place.rowId, sealed],
    );
    resealed += 1;
  }
  return resealed;
}

async function retireUnused(): Promise<string[]> {
  const ring = await keyRing();
  const used = await sealedRowsByKey();
  const sealKeys = ring.keys.filter((key) => key.purpose === "seal");
  const retired = sealKeys.slice(0, -2).filter((key) => !used.has(key.id));
  if (retired.length === 0) return [];
  const gone = new Set(retired.map((key) => key.id));
  await writeKeyRing({ ...ring, keys: ring.keys.filter((key) => !gone.has(key.id)) });
  return [...gone];
}
