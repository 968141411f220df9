import { createHash, generateKeyPairSync, randomUUID, sign } from "node:crypto";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { nodeWorld, packOfBytes } from "../../scripts/muster-verify/node-world.mjs";
import { type Check, verifyPack } from "../../scripts/muster-verify/pack.mjs";
import { canonicalJson } from "../domain/canonical-json";
import { EvidenceArchive } from "./evidence-archive";
import type { EvidenceSigner } from "./signing";

function someSigner(): EvidenceSigner {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const { x = "" } = publicKey.export({ format: "jwk" });
  return {
    keyId: "evidence-test",
    publicKey: Buffer.from(x, "base64url").toString("hex"),
    sign: (text) => sign(null, Buffer.from(text), privateKey).toString("hex"),
  };
}

const seal = (n: number): string => createHash("sha256").update(`seal ${n}`).digest("hex");
const entry = (n: number): string =>
  canonicalJson({ seq: String(n), event: "source.added", prevHash: seal(n - 1), hash: seal(n) });

const rows = 6;

async function makePack(signer: EvidenceSigner): Promise<Buffer> {
  const archive = await EvidenceArchive.create(signer, randomUUID());
  try {
    await archive.add("case.json", (write) => write('{"name":"Straße 5"}'));
    await archive.add("audit/entries.csv", (write) => write('"entry"\r\n"1"\r\n'));
    await archive.addRows("audit/entries", async ({ write }) => {
      for (let n = 7; n < 7 + rows; n += 1) await write(entry(n));
    });
    const chunks: Buffer[] = [];
    const about = {
      format: "muster-evidence-pack-1" as const,
      id: "00000000-0000-7000-8000-000000000001",
      madeAt: "2026-11-21T10:00:00.000Z",
      madeBy: "Ada",
      installation: "https://muster.example",
      subject: { type: "audit_range" as const, id: null, title: "Test", from: null, to: null },
      counts: { entries: rows },
      audit: {
        file: "audit/entries.jsonl",
        contiguous: true,
        firstSeq: "7",
        lastSeq: String(6 + rows),
        checkpoints: null,
      },
      keys: [],
    };
    for await (const chunk of archive.sealed(about)) chunks.push(chunk);
    return Buffer.concat(chunks);
  } finally {
    await archive.remove();
  }
}

const signer = someSigner();
let pack: Buffer;
/** Where each member's bytes lie: [path, from, to). */
let areas: [path: string, from: number, to: number][] = [];

beforeAll(async () => {
  pack = await makePack(signer);
  areas = [];
  for (let at = 0; pack.readUInt32LE(at) === 0x04_03_4b_50;) {
    const from = at + 30 + pack.readUInt16LE(at + 26);
    const to = from + pack.readUInt32LE(at + 18);
    areas.push([pack.toString("utf8", at + 30, from), from, to]);
    at = to;
  }
});

const verify = (bytes: Uint8Array, trustedKeys: string[] = [signer.publicKey]) =>
  verifyPack(packOfBytes(bytes), { trustedKeys }, nodeWorld);
const failures = (checks: Check[]): string =>
  checks
    .filter((check) => !check.ok)
    .map((check) => `${check.name}: ${check.detail}`)
    .join("\n");
const changed = (at: number, value: number): Buffer => {
  const bytes = Buffer.from(pack);
  bytes[at] = value;
  return bytes;
};

describe("an evidence pack", () => {
  it("passes every check as it was made", async () => {
    const { ok, checks } = await verify(pack);
    expect(failures(checks)).toBe("");
    expect(ok).toBe(true);
    expect(checks.length).toBeGreaterThan(8);
  });

  it("names the file, or the record around it, whichever byte is flipped", async () => {
    for (let at = 0; at < pack.length; at += 1) {
      const { ok, checks } = await verify(changed(at, (pack[at] ?? 0) ^ 0x01));
      const words = failures(checks);
      const area = areas.find(([, from, to]) => at >= from && at < to);
      const named = area ? words.includes(area[0]) : words.includes(`${at}`);
      expect(!ok && named, `byte ${at} (${area?.[0] ?? "container"}): ${words}`).toBe(true);
    }
  }, 120_000);

  it("finds any change of any byte", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: pack.length - 1 }),
        fc.integer({ min: 1, max: 255 }),
        async (at, mask) => {
          const { ok } = await verify(changed(at, (pack[at] ?? 0) ^ mask));
          expect(ok).toBe(false);
        },
      ),
      { numRuns: 400 },
    );
  });

  it("names the row that was changed", async () => {
    const at = pack.indexOf(entry(9)) + 12;
    const { checks } = await verify(changed(at, 0x58));
    expect(failures(checks)).toContain("Rows of audit/entries.jsonl: row 3 changed");
    expect(failures(checks)).not.toMatch(/row [1245]/);
  });

  it("names both of two rows that were swapped", async () => {
    const bytes = Buffer.from(pack);
    const at = pack.indexOf(entry(8));
    bytes.write(`${entry(9)}\n${entry(8)}`, at);
    const { checks } = await verify(bytes);
    expect(failures(checks)).toContain("rows 2, 3");
  });

  it("is found cut short at any length, and longer than it was", async () => {
    for (let length = 0; length < pack.length; length += 7) {
      const { ok, checks } = await verify(pack.subarray(0, length));
      expect(ok, `${length} bytes: ${failures(checks)}`).toBe(false);
    }
    const longer = await verify(Buffer.concat([pack, Buffer.from("x")]));
    expect(failures(longer.checks)).toContain("1 bytes follow the end");
  });

  it("does not pass with a manifest that was altered and everything around it made to fit", async () => {
    const archive = areas.map(([path, from, to]) => [path, pack.subarray(from, to)] as const);
    const altered = archive.map(
      ([path, bytes]) =>
        [
          path,
          path === "manifest.json"
            ? Buffer.from(bytes.toString().replace('"madeBy":"Ada"', '"madeBy":"Eve"'))
            : bytes,
        ] as const,
    );
    const { ok, checks } = await verify(zipped(altered));
    expect(ok).toBe(false);
    expect(failures(checks)).toContain("manifest.json was changed");
  });

  it("does not pass for another signer's key, and says so where no key was given", async () => {
    const other = await makePack(someSigner());
    const refused = await verify(other);
    expect(failures(refused.checks)).toContain("is not the key you gave");
    const open = await verify(other, []);
    expect(open.ok).toBe(true);
    expect(open.checks.find((check) => check.name === "Signer")).toMatchObject({ open: true });
  });

  it("is not mistaken for a pack when it is something else", async () => {
    for (const bytes of [Buffer.alloc(0), Buffer.from("PK"), Buffer.alloc(5_000, 7)]) {
      expect(await verify(bytes)).toMatchObject({ ok: false });
    }
  });
});

/** Members as a container again, as somebody without the key would put them together. */
function zipped(members: readonly (readonly [string, Uint8Array])[]): Buffer {
  const parts: Buffer[] = [];
  for (const [path, bytes] of members) {
    const head = Buffer.alloc(30);
    head.writeUInt32LE(0x04_03_4b_50, 0);
    head.writeUInt32LE(bytes.length, 18);
    head.writeUInt32LE(bytes.length, 22);
    head.writeUInt16LE(path.length, 26);
    parts.push(head, Buffer.from(path), Buffer.from(bytes));
  }
  return Buffer.concat(parts);
}
