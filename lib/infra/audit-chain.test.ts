import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { auditEntry } from "../testing/audit-rows";
import { auditHash, genesisHash } from "./audit-chain";

const material = Buffer.alloc(32, 7).toString("base64url");

/** The seal as it is written down: HMAC-SHA-256 of the JSON of every column in its order. */
function sealed(seq: bigint, detail: string, entry: ReturnType<typeof auditEntry>): string {
  const head = [genesisHash, String(seq), "k1", entry.at.toISOString(), entry.actorType];
  const middle = [entry.actorId, entry.actorName, entry.event, entry.outcome];
  const target = [entry.targetType, entry.targetId];
  const text = JSON.stringify([...head, ...middle, ...target, "DETAIL", entry.requestId, entry.ip]);
  return createHmac("sha256", Buffer.from(material, "base64url"))
    .update(text.replace('"DETAIL"', () => detail))
    .digest("hex");
}

describe("the seal of an audit entry", () => {
  it.each([
    ["a short one", "x"],
    ["letters of two, three and four bytes", "Straße 東京 🔑"],
    ["half a surrogate pair", "\ud83d"],
    ["one that is longer than the usual buffer", "é".repeat(20_000)],
  ])("is the standard HMAC-SHA-256 of %s", (_what, text) => {
    const entry = { ...auditEntry(1), detail: { text } };
    const seal = auditHash(genesisHash, 1n, "k1", entry, material);
    expect(seal).toBe(sealed(1n, JSON.stringify({ text }), entry));
  });

  it("does not depend on the entry that was sealed before it", () => {
    const long = { ...auditEntry(2), detail: { text: "long ".repeat(300) } };
    const alone = auditHash(genesisHash, 1n, "k1", auditEntry(1), material);
    auditHash(genesisHash, 2n, "k1", long, material);
    expect(auditHash(genesisHash, 1n, "k1", auditEntry(1), material)).toBe(alone);
  });
});
