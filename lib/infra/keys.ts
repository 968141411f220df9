import { randomBytes } from "node:crypto";
import { chmod, mkdir, readFile, rename, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { dayOf } from "@/lib/domain/days";
import { DomainError } from "../domain/errors";
import { dataDir, env } from "./env";

const key = z.object({
  id: z.string().regex(/^[a-z0-9-]{1,40}$/),
  purpose: z.enum(["seal", "audit", "session", "token", "evidence"]),
  /** 32 random bytes, base64url; of an evidence key, the seed of its Ed25519 pair. */
  material: z.string().length(43),
  createdAt: z.iso.datetime(),
});
const ring = z.object({ version: z.literal(1), keys: z.array(key).min(1) });

export type KeyPurpose = z.infer<typeof key>["purpose"];
export type Key = z.infer<typeof key>;
export type KeyRing = z.infer<typeof ring>;

const purposes: KeyPurpose[] = ["seal", "audit", "session", "token"];
/** Came later: a ring without one still opens, and gets one at the next start. */
const allPurposes: KeyPurpose[] = [...purposes, "evidence"];

export const keysFile = (): string => env().MUSTER_KEYS_FILE ?? path.join(dataDir(), "keys.json");

/** Where the ring is, for a reader. */
export const keysPlace = (): string => (env().MUSTER_KEYS ? "MUSTER_KEYS" : keysFile());

/** Whether there is a ring at all, readable or not. */
export const hasKeyRing = async (): Promise<boolean> =>
  Boolean(env().MUSTER_KEYS) ||
  (await stat(/*turbopackIgnore: true*/ keysFile()).catch(() => null)) !== null;

export function newKey(purpose: KeyPurpose, now: Date): Key {
  return {
    id: `${purpose}-${dayOf(now)}-${randomBytes(3).toString("hex")}`,
    purpose,
    material: randomBytes(32).toString("base64url"),
    createdAt: now.toISOString(),
  };
}

/** Writes the ring beside the old one and swaps it in, mode 0600. */
export async function writeKeyRing(value: KeyRing): Promise<void> {
  const file = keysFile();
  await mkdir(path.dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}.new`;
  await writeFile(temporary, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  await chmod(temporary, 0o600);
  await rename(temporary, file);
  loaded = undefined;
}

/** How long a process may go on with a ring that another process has replaced. */
const recheckAfterMs = 2_000;

let loaded: Promise<KeyRing> | undefined;
let loadedStamp = "";
let checkedAt = 0;

/** Another process may have rotated the keys: read the file again when it changed. */
async function forgetReplacedRing(): Promise<void> {
  if (env().MUSTER_KEYS || Date.now() - checkedAt < recheckAfterMs) return;
  checkedAt = Date.now();
  const info = await stat(/*turbopackIgnore: true*/ keysFile()).catch(() => null);
  const stamp = info ? `${info.mtimeMs}:${info.ino}` : "";
  if (stamp !== loadedStamp) loaded = undefined;
  loadedStamp = stamp;
}

/** The key ring from MUSTER_KEYS or the keys file. Every purpose has at least one key. */
export async function keyRing(): Promise<KeyRing> {
  await forgetReplacedRing();
  loaded ??= readKeyRing().catch((error: unknown) => {
    loaded = undefined;
    throw error;
  });
  return loaded;
}

/** The ring as it is on disk now: whoever writes the next one must lose no key of another process. */
export function freshKeyRing(): Promise<KeyRing> {
  loaded = undefined;
  return keyRing();
}

/** Whoever reads this file can open every sealed value: a file that others may read is refused. */
async function refuseOpenFile(): Promise<void> {
  const info = await stat(/*turbopackIgnore: true*/ keysFile()).catch(() => null);
  if (process.platform === "win32" || !info || (info.mode & 0o027) === 0) return;
  const mode = (info.mode & 0o777).toString(8);
  throw new DomainError(
    "unavailable",
    `The key file ${keysFile()} can be read by others (mode ${mode}). Run chmod 600 ${keysFile()} and start again.`,
  );
}

async function readKeyRing(): Promise<KeyRing> {
  if (!env().MUSTER_KEYS) await refuseOpenFile();
  const text =
    env().MUSTER_KEYS ??
    (await readFile(/*turbopackIgnore: true*/ keysFile(), "utf8").catch(() => null));
  if (text === null) {
    throw new DomainError(
      "unavailable",
      `No keys at ${keysFile()}. Start Muster with npm start to create them, or set MUSTER_KEYS_FILE.`,
    );
  }
  const parsed = ring.safeParse(safeJson(text));
  const missing = purposes.filter((p) => !parsed.data?.keys.some((k) => k.purpose === p));
  if (!parsed.success || missing.length > 0) {
    throw new DomainError(
      "unavailable",
      `The keys at ${keysPlace()} cannot be used. Restore the file from your backup; without it sealed values cannot be opened.`,
    );
  }
  return parsed.data;
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Creates the key ring if there is none. Returns true when it was created. */
export async function ensureKeyRing(now: Date): Promise<boolean> {
  if (env().MUSTER_KEYS) return false;
  if (await hasKeyRing()) {
    const found = await keyRing();
    const missing = allPurposes.filter((p) => !found.keys.some((k) => k.purpose === p));
    const added = missing.map((purpose) => newKey(purpose, now));
    if (added.length > 0) await writeKeyRing({ ...found, keys: [...found.keys, ...added] });
    return false;
  }
  await writeKeyRing({ version: 1, keys: allPurposes.map((purpose) => newKey(purpose, now)) });
  return true;
}

/** The newest key of a purpose: what new values are made with. */
export async function currentKey(purpose: KeyPurpose): Promise<Key> {
  const { keys } = await keyRing();
  const found = keys.findLast((candidate) => candidate.purpose === purpose);
  if (!found) {
    throw new DomainError(
      "unavailable",
      `No ${purpose} key in the key ring. Run npx muster keys rotate, or add one to MUSTER_KEYS.`,
    );
  }
  return found;
}

export async function keyById(id: string): Promise<Key | undefined> {
  const find = async (): Promise<Key | undefined> =>
    (await keyRing()).keys.find((candidate) => candidate.id === id);
  const found = await find();
  if (found) return found;
  // Another process may have rotated since the file was last looked at.
  checkedAt = 0;
  return find();
}
