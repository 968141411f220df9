import { DomainError } from "@/lib/domain/errors";
import { sql } from "@/lib/infra/db";
import { ensureKeyRing, hasKeyRing, keyRing, keysPlace } from "@/lib/infra/keys";
import { type ReadRows, sealedRowsByKey } from "./sealed-columns";

const todo =
  "Restore the key file that belongs to this database and start again; nothing was changed.";

/**
 * Refuses with `unavailable` when the ring at hand is not the one of this database: a sealed value needs
 * a key that it does not have, or none of its keys sealed an entry of the audit log.
 */
export async function checkKeys(read: ReadRows = sql): Promise<void> {
  const { keys } = await keyRing();
  const ids = keys.map((key) => key.id);
  const known = new Set(ids);
  const missing = [...(await sealedRowsByKey(read))].filter(([keyId]) => !known.has(keyId));
  if (missing.length === 0) return checkAuditKeys(read, ids);
  const list = missing
    .map(([keyId, rows]) => `${keyId || "an unreadable envelope"} (${rows} values)`)
    .join(", ");
  const sealKeys = keys.filter((key) => key.purpose === "seal").map((key) => key.id);
  throw new DomainError(
    "unavailable",
    `The database holds values sealed with ${list}, but ${keysPlace()} only has ${sealKeys.join(", ")}. ${todo}`,
  );
}

/** One entry under a foreign key would break the chain for good. Keys that were rotated stay in the ring. */
async function checkAuditKeys(read: ReadRows, keyIds: readonly string[]): Promise<void> {
  const [log] = await read<{ first: string; known: boolean }>(
    `SELECT key_id AS first, EXISTS (SELECT FROM audit_event WHERE key_id = ANY($1)) AS known
     FROM audit_event ORDER BY seq LIMIT 1`,
    [keyIds],
  );
  if (!log || log.known) return;
  throw new DomainError(
    "unavailable",
    `The audit log of this database is sealed with ${log.first} and later keys, and ${keysPlace()} has none of them. ${todo}`,
  );
}

/** Makes the keys of a new installation, or checks that those at hand are its own. True when they were made. */
export async function openKeys(now: Date): Promise<boolean> {
  if (!(await hasKeyRing())) {
    const [used] = await sql("SELECT 1 FROM audit_event LIMIT 1");
    if (used) {
      throw new DomainError(
        "unavailable",
        `There is no key file at ${keysPlace()}, but this database holds an installation that has one. Restore it from your backup, or set MUSTER_KEYS_FILE to where it is; nothing was created.`,
      );
    }
  }
  const made = await ensureKeyRing(now);
  await checkKeys();
  return made;
}
