import { DomainError } from "@/lib/domain/errors";
import { keyRing, keysFile } from "@/lib/infra/keys";
import { type ReadRows, sealedRowsByKey } from "./sealed-columns";

/** Refuses when a sealed value needs a key that the ring does not have. */
export async function checkSealedKeys(read?: ReadRows): Promise<void> {
  const { keys } = await keyRing();
  const known = new Set(keys.map((key) => key.id));
  const missing = [...(await sealedRowsByKey(read))].filter(([keyId]) => !known.has(keyId));
  if (missing.length === 0) return;
  const list = missing
    .map(([keyId, rows]) => `${keyId || "an unreadable envelope"} (${rows} values)`)
    .join(", ");
  const sealKeys = keys.filter((key) => key.purpose === "seal").map((key) => key.id);
  throw new DomainError(
    "unavailable",
    `The database holds values sealed with ${list}, but ${keysFile()} only has ${sealKeys.join(", ")}. Restore the key file that belongs to this database and start again; nothing was changed.`,
  );
}
