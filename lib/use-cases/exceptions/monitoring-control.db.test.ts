import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { db } from "@/lib/infra/db";
import { personContext } from "@/lib/testing/context";
import { connected, setUpQuickSync, sync } from "@/lib/testing/quick-sync";
import { getIdentity } from "../identities/get-identity";
import { scoreDue } from "../scoring/score-due";
import { approveException } from "./decide";
import { previewException } from "./preview-exception";
import { requestException } from "./request-exception";

setUpQuickSync();

const [asking, deciding] = [0, 1].map(() => personContext("analyst", { personId: randomUUID() }));
const dayMs = 86_400_000;

/** An identity that was read in June and has not changed since. */
async function unchanged(gap: string | null = null) {
  const { provider, sourceId } = await connected(1);
  const message = "There is no list of keys.";
  const gaps = [{ reason: gap, scope: "fake", message, permission: "keys:read" }];
  const body = { records: [], nextCursor: null, complete: false, gaps };
  if (gap) provider.fault = (stream) => (stream === "keys" ? { status: 200, body } : null);
  await sync(sourceId);
  await sync(sourceId);
  await scoreDue(new Date());
  const { id } = await db().identity.findFirstOrThrow({ where: { sourceId, externalId: "u-0" } });
  const finding = await db().finding.findFirstOrThrow({ where: { identityId: id } });
  return { id, findingId: finding.id };
}

const monitoring = async (findingId: string, now = new Date()) =>
  (await previewException({ ...asking!, now }, { findingId })).checks.find(
    ({ control }) => control === "monitoring",
  );

it("monitoring holds for what every sync reads and finds unchanged, and alone carries an exception", async () => {
  const { id, findingId } = await unchanged();
  const check = await monitoring(findingId);
  expect(check).toMatchObject({ state: "pass" });
  const shown = (await getIdentity(asking!, { id })).facts.find(
    ({ label }) => label === "Last used",
  );
  expect(check?.observedAt).toBe(shown?.readAt);
  const { exceptionId } = await requestException(asking!, {
    findingId,
    reason: "The vendor delivers the replacement in June",
    controls: ["monitoring"],
    endsAt: new Date(Date.now() + 5 * dayMs).toISOString(),
  });
  expect((await approveException(deciding!, { exceptionId })).state).toBe("active");
});

it("monitoring fails once the syncs have stopped", async () => {
  const { findingId } = await unchanged();
  expect(await monitoring(findingId, new Date(Date.now() + 9 * dayMs))).toMatchObject({
    state: "fail",
    because: "Its use was last read 9 days ago",
  });
});

it("monitoring holds where the provider has no more to tell, and fails where a permission lacks", async () => {
  expect(await monitoring((await unchanged("not_offered")).findingId)).toMatchObject({
    state: "pass",
  });
  expect(await monitoring((await unchanged("forbidden")).findingId)).toMatchObject({
    state: "fail",
  });
});
