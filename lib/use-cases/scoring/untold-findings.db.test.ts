import { beforeAll, describe, expect, it } from "vitest";
import { type Fact, known, unknown } from "@/lib/domain/evidence";
import { db } from "@/lib/infra/db";
import { useDatabase } from "@/lib/testing/database";
import { ingest, insertSource } from "@/lib/testing/factories";
import { fakeKey, fakeUser } from "@/lib/testing/fake-provider";
import { scoreDue } from "./score-due";

useDatabase();
let sourceId: string;
beforeAll(async () => {
  sourceId = await insertSource();
  await ingest(sourceId, [fakeUser("u")]);
});

const at = new Date();
const never = known<string | null>(null, "test", at);
const soon = known<string | null>(
  new Date(at.getTime() + 9 * 86_400_000).toISOString(),
  "test",
  at,
);
const hidden = unknown("permission_missing", "A permission is missing");

async function read(tokens: Record<string, Fact<string | null>>): Promise<Record<string, string>> {
  await ingest(
    sourceId,
    Object.entries(tokens).map(([name, expiresAt]) => {
      const { facts } = fakeKey(name, "u") as { facts: object };
      return fakeKey(name, "u", { kind: "pat", facts: { ...facts, expiresAt } });
    }),
  );
  await scoreDue(new Date());
  const findings = await db().finding.findMany({
    where: { ruleId: "nhi7-token-without-expiry" },
    orderBy: { findingKey: "asc" },
  });
  const open = await db().identity.findFirstOrThrow({ where: { externalId: "u" } });
  expect(open.openFindings).toBe(
    await db().finding.count({ where: { identityId: open.id, state: "open" } }),
  );
  return Object.fromEntries(
    findings.map(({ findingKey, state }) => [findingKey.split(":").at(-1) ?? "", state]),
  );
}

describe("a rule that can tell of some of an identity's secrets only", () => {
  it("leaves the finding of the one that it can no longer tell of, beside one that it still finds", async () => {
    expect(await read({ a: never, b: never })).toEqual({ a: "open", b: "open" });
    expect(await read({ a: never, b: hidden })).toEqual({ a: "open", b: "open" });
  });

  it("resolves it once it is known to be fine, though nothing else has changed", async () => {
    expect(await read({ a: never, b: soon })).toEqual({ a: "open", b: "resolved" });
  });

  it("resolves what is known to be fine, though it cannot tell of another", async () => {
    expect(await read({ a: soon, b: hidden })).toEqual({ a: "resolved", b: "resolved" });
  });
});
