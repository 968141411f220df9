import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { DomainError } from "../domain/errors";
import { seal, sealedKeyId, type SealedPlace, unseal } from "./encryption";
import { resetEnv } from "./env";
import { type KeyRing, newKey } from "./keys";

const purposes = ["seal", "audit", "session", "token"] as const;
const ringOf = (...extra: KeyRing["keys"]): KeyRing => ({
  version: 1,
  keys: [...purposes.map((purpose) => newKey(purpose, new Date())), ...extra],
});
const ring = ringOf();

beforeAll(() => {
  process.env.MUSTER_KEYS = JSON.stringify(ring);
  resetEnv();
});
afterAll(() => {
  delete process.env.MUSTER_KEYS;
  resetEnv();
});

const row = (index: number): SealedPlace => ({
  table: "source",
  column: "sealed_secrets",
  rowId: `00000000-0000-7000-8000-${String(index).padStart(12, "0")}`,
});

/** The value with one bit of each byte of each part turned, one after the other. */
function* damaged(sealed: string): Generator<string> {
  const parts = sealed.split(".");
  for (const [at, part] of parts.entries()) {
    const bytes = Buffer.from(part, "base64url");
    for (let place = 0; place < bytes.length; place += 1) {
      const turned = Buffer.from(bytes);
      turned[place]! ^= 1 << (place % 8);
      yield parts.with(at, turned.toString("base64url")).join(".");
    }
  }
}

describe("a sealed value", () => {
  it("does not open after any one of its bytes was changed, for 20 values", async () => {
    let tried = 0;
    const opened: string[] = [];
    for (let index = 0; index < 20; index += 1) {
      const sealed = await seal(`secret number ${index} ${"x".repeat(index)}`, row(index));
      for (const changed of damaged(sealed)) {
        tried += 1;
        const error: unknown = await unseal(changed, row(index)).catch((reason: unknown) => reason);
        if (!(error instanceof DomainError)) opened.push(`${changed}: ${String(error)}`);
      }
    }
    expect(opened).toEqual([]);
    expect(tried).toBeGreaterThan(3_000);
  });

  it("opens in its own row and column only", async () => {
    const mine = row(1);
    const sealed = await seal("mine", mine);
    expect(await unseal(sealed, mine)).toBe("mine");
    for (const other of [
      row(2),
      { ...mine, column: "totp_sealed" },
      { ...mine, table: "person" },
      { table: "source|sealed", column: "secrets", rowId: mine.rowId },
    ]) {
      await expect(unseal(sealed, other)).rejects.toThrow("belongs elsewhere");
    }
  });

  it("does not open with parts of two values put together", async () => {
    const [one, two] = await Promise.all([seal("one", row(1)), seal("two", row(1))]);
    const a = one.split(".");
    const b = two.split(".");
    for (const at of [2, 3, 4]) {
      const mixed = a.with(at, b[at] ?? "").join(".");
      await expect(unseal(mixed, row(1))).rejects.toThrow("damaged");
    }
  });

  it("cannot choose another algorithm or no encryption for itself", async () => {
    const [, ...rest] = (await seal("mine", row(1))).split(".");
    const kid = sealedKeyId(await seal("mine", row(1)));
    const place = "source|sealed_secrets|" + row(1).rowId;
    for (const header of [
      { alg: "none", kid, place },
      { alg: "dir", enc: "A128GCM", kid, place },
      { alg: "A256KW", enc: "A256GCM", kid, place },
      { alg: "dir", enc: "A256GCM", kid, place, zip: "DEF" },
      { alg: "dir", enc: "A256GCM", kid: `../${kid}`, place },
    ]) {
      const head = Buffer.from(JSON.stringify(header)).toString("base64url");
      await expect(unseal([head, ...rest].join("."), row(1))).rejects.toBeInstanceOf(DomainError);
    }
  });

  it("takes its nonce, 96 bits, from the system's random numbers and from nothing else", async () => {
    const drawn: string[] = [];
    const draw = crypto.getRandomValues.bind(crypto);
    const spy = vi.spyOn(crypto, "getRandomValues").mockImplementation((array) => {
      const filled = draw(array);
      drawn.push(Buffer.from(filled as unknown as Uint8Array).toString("base64url"));
      return filled;
    });
    const sealed = await Promise.all(Array.from({ length: 200 }, () => seal("x", row(1))));
    spy.mockRestore();
    const used = sealed.map((one) => one.split(".")[2] ?? "");
    expect(used.toSorted()).toEqual(drawn.toSorted());
    for (const nonce of used) expect(Buffer.from(nonce, "base64url")).toHaveLength(12);
  });

  it("never repeats one of a million nonces from there", () => {
    const seen = new Set<string>();
    const drawn = new Uint8Array(12 * 5_000);
    for (let round = 0; round < 200; round += 1) {
      const bytes = Buffer.from(crypto.getRandomValues(drawn)).toString("latin1");
      for (let at = 0; at < bytes.length; at += 12) seen.add(bytes.slice(at, at + 12));
    }
    expect(seen.size).toBe(1_000_000);
  }, 60_000);

  it("names the keys that are there when its own is not", async () => {
    const stranger = newKey("seal", new Date());
    process.env.MUSTER_KEYS = JSON.stringify(ringOf(stranger));
    vi.resetModules();
    const other = await import("./encryption");
    const foreign = await other.seal("mine", row(1));
    const known = ring.keys.find(({ purpose }) => purpose === "seal")?.id ?? "none";
    await expect(unseal(foreign, row(1))).rejects.toThrow(
      new RegExp(`needs key ${stranger.id}.*known: ${known}`),
    );
  });
});
