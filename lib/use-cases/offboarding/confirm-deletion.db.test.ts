import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Role } from "@/lib/domain/people/permissions";
import { db } from "@/lib/infra/db";
import { type ActingProvider, startActingProvider } from "@/lib/testing/acting-provider";
import { insertActingKey, insertActingSource } from "@/lib/testing/acting-source";
import { personContext } from "@/lib/testing/context";
import { useDatabase } from "@/lib/testing/database";
import { advanceOffboarding } from "./advance-offboarding";
import { confirmDeletion, refuseDeletion } from "./confirm-deletion";
import { approveOffboarding, undoOffboarding } from "./decide";
import { getCase } from "./get-case";
import { requestOffboarding } from "./request-offboarding";

useDatabase();

const reason = "The pipeline it served is gone";
const day = 86_400_000;
const people = { ann: "analyst", bob: "admin", olga: "owner", otto: "owner" } as const;
type Name = keyof typeof people;
const ids = {} as Record<Name, string>;
let provider: ActingProvider;
let sourceId = "";
let now = new Date();
let made = 0;
const as = (name: Name, role: Role = people[name]) =>
  personContext(role, { personId: ids[name], now });
const advance = (): Promise<number> => advanceOffboarding(() => now);

beforeAll(async () => {
  provider = await startActingProvider();
  sourceId = await insertActingSource(provider);
  for (const [name, role] of Object.entries(people)) {
    const data = { email: `${name}@example.com`, name, role };
    ids[name as Name] = (await db().person.create({ data })).id;
  }
});
afterAll(() => provider.close());
beforeEach(async () => {
  now = new Date();
  await db().person.updateMany({ data: { status: "active" } });
});

interface Key {
  key: string;
  caseId: string;
}

/** A key that cannot be switched off, asked for and with its dry run; whose it is may be nobody's. */
async function asked(owner: Name | null, by: Name = "ann"): Promise<Key> {
  const key = `hard-${(made += 1)}`;
  const identityId = await insertActingKey(provider, sourceId, key, "deploy_key");
  if (owner)
    await db().identity.update({
      where: { id: identityId },
      data: { ownerId: ids[owner], ownerState: "confirmed" },
    });
  const { caseId } = await requestOffboarding(as(by), { identityId, reason });
  await advance();
  return { key, caseId };
}

async function approved(
  owner: Name | null,
  by: Name = "ann",
  approver: Name = "bob",
): Promise<Key> {
  const found = await asked(owner, by);
  await approveOffboarding(as(approver, "admin"), { caseId: found.caseId });
  await advance();
  return found;
}
const stateOf = async (caseId: string): Promise<string> =>
  (await db().offboardingCase.findUniqueOrThrow({ where: { id: caseId } })).state;
const told = (caseId: string, event: string): Promise<number> =>
  db().notice.count({ where: { subjectId: caseId, event } });
const calls = ({ key }: Key, verb: string): number => provider.effective.get(`${verb} ${key}`) ?? 0;

describe("what cannot be switched off first", () => {
  test("waits for its owner however long, reminds daily, and is deleted when the owner confirms", async () => {
    const found = await approved("olga");
    const { caseId } = found;
    expect(await stateOf(caseId)).toBe("confirming");
    for (let n = 0; n < 4; n += 1) {
      now = new Date(now.getTime() + day + 1_000);
      await advance();
      await advance();
    }
    expect([await stateOf(caseId), calls(found, "delete")]).toEqual(["confirming", 0]);
    expect(await told(caseId, "offboarding.confirmation-wanted")).toBe(5);
    const { audit } = await getCase(as("bob"), { caseId });
    expect(audit.filter(({ event }) => event === "offboarding.owner-asked")).toHaveLength(5);
    await confirmDeletion(as("olga"), { caseId });
    await advance();
    expect([await stateOf(caseId), calls(found, "delete")]).toEqual(["verified", 1]);
    const receipt = await getCase(as("bob"), { caseId });
    expect(receipt.approvals).toMatchObject([
      { person: "Test admin", decision: "approved" },
      { person: "Test owner", decision: "confirmed", assuranceLevel: 2 },
    ]);
  });

  test("stays when its owner says so, and the person who asked hears why", async () => {
    const found = await approved("olga");
    const { caseId } = found;
    const keep = "The release of Friday still uses it";
    await refuseDeletion(as("olga"), { caseId, reason: keep });
    await advance();
    expect([await stateOf(caseId), calls(found, "delete")]).toEqual(["rejected", 0]);
    const [notice] = await db().notice.findMany({
      where: { subjectId: caseId, event: "offboarding.rejected" },
    });
    expect(notice?.lines.join(" ")).toContain(keep);
    await expect(confirmDeletion(as("olga"), { caseId })).rejects.toMatchObject({
      code: "conflict",
    });
  });

  test.each([
    ["its owner asked for it", "olga", "olga", "bob"],
    ["its owner approved it", "bob", "ann", "bob"],
    ["nobody owns it", null, "ann", "bob"],
  ] as const)("is deleted after the approval where %s", async (_why, owner, by, approver) => {
    const found = await approved(owner, by, approver);
    expect([await stateOf(found.caseId), calls(found, "delete")]).toEqual(["verified", 1]);
  });

  test("does not wait for an owner who has left", async () => {
    const { caseId } = await asked("otto");
    await db().person.update({ where: { id: ids.otto }, data: { status: "disabled" } });
    await approveOffboarding(as("bob"), { caseId });
    await advance();
    expect(await stateOf(caseId)).toBe("verified");
  });

  test("is confirmed by nobody else's owner, and in place of the owner only with a reason", async () => {
    const { caseId } = await approved("olga");
    await expect(confirmDeletion(as("otto"), { caseId })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(confirmDeletion(as("bob"), { caseId })).rejects.toMatchObject({
      code: "invalid_input",
    });
    await db().offboardingCase.update({ where: { id: caseId }, data: { otherApprover: true } });
    await expect(confirmDeletion(as("ann"), { caseId, reason })).rejects.toThrow(/two people/);
    const refused = await db().auditEvent.count({
      where: { event: "offboarding.confirm", outcome: "refused" },
    });
    expect(refused).toBeGreaterThanOrEqual(3);
    await confirmDeletion(as("bob"), { caseId, reason: "Olga confirmed it on the phone" });
    await advance();
    expect(await stateOf(caseId)).toBe("verified");
  });

  test("is not asked about for what can be switched off", async () => {
    const identityId = await insertActingKey(provider, sourceId, `soft-${(made += 1)}`);
    await db().identity.update({ where: { id: identityId }, data: { ownerId: ids.olga } });
    const { caseId } = await requestOffboarding(as("ann"), { identityId, reason });
    await advance();
    await approveOffboarding(as("bob"), { caseId });
    await advance();
    expect(await stateOf(caseId)).toBe("watching");
    await expect(confirmDeletion(as("olga"), { caseId })).rejects.toThrow(
      "does not wait for its owner",
    );
  });
});

describe("what can be made again", () => {
  test("is given back after its deletion from what was kept just before it", async () => {
    const found = await approved(null);
    const { caseId } = found;
    const gone = await getCase(as("bob"), { caseId });
    expect(gone.calls).toMatchObject([{ verb: "delete", snapshot: { key: found.key } }]);
    expect(gone).toMatchObject({ state: "verified", canBeMadeAgain: true });
    expect(gone.closedAt).not.toBeNull();
    await undoOffboarding(as("bob"), { caseId, reason: "A customer still needs it" });
    expect((await getCase(as("bob"), { caseId })).closedAt).toBeNull();
    await advance();
    const back = await getCase(as("bob"), { caseId });
    expect([back.state, provider.states.get(found.key), calls(found, "enable")]).toEqual([
      "undone",
      "active",
      1,
    ]);
    expect(back.closedAt).not.toBeNull();
    expect(await told(caseId, "offboarding.done")).toBe(2);
  });

  test("is not promised for what is gone for good", async () => {
    const key = `soft-${(made += 1)}`;
    const identityId = await insertActingKey(provider, sourceId, key);
    const { caseId } = await requestOffboarding(as("ann"), { identityId, reason, watchDays: 0 });
    await advance();
    await approveOffboarding(as("bob"), { caseId });
    await advance();
    expect(await stateOf(caseId)).toBe("verified");
    await expect(undoOffboarding(as("bob"), { caseId, reason })).rejects.toThrow("gone for good");
    expect(provider.states.get(key)).toBe("gone");
  });
});
