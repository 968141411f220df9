import { beforeAll, describe, expect, test } from "vitest";
import { db } from "@/lib/infra/db";
import { useDatabase } from "@/lib/testing/database";
import { insertChannel, insertPerson } from "@/lib/testing/notices";
import { tellInventory } from "./tell-inventory";

useDatabase();

const morning = new Date("2026-11-20T08:00:00Z");
const noon = new Date("2026-11-20T12:00:00Z");
let analyst = "";
let sourceId = "";

beforeAll(async () => {
  analyst = await insertPerson("analyst");
  await insertPerson("owner");
  await insertPerson("auditor");
  await insertChannel("mail", {}, { events: [] });
  sourceId = await insertSource("Billing account", false);
});

const insertSource = async (name: string, isSample: boolean): Promise<string> => {
  const { id } = await db().source.create({
    data: { connectorId: "aws", name, config: {}, isSample },
  });
  return id;
};

async function insertFinding(
  name: string,
  severity: string,
  { of = sourceId, at = morning, state = "open" } = {},
): Promise<string> {
  const identity = await db().identity.create({
    data: {
      sourceId: of,
      externalId: `${name}-${severity}-${at.getTime()}`,
      stream: "users",
      kind: "iam_user",
      detail: "aws.user",
      name,
      status: "active",
      identityClass: "infrastructure",
      environment: "production",
      stage: "unknown",
      facts: {},
      contentHash: "x",
      firstSeenAt: at,
      lastSeenAt: at,
    },
  });
  const { id } = await db().finding.create({
    data: {
      identityId: identity.id,
      ruleId: "NHI1-x",
      findingKey: identity.id,
      severity,
      state,
      title: "Its owner has left",
      evidence: {},
      remedy: "Give it to somebody else.",
      firstSeenAt: at,
      lastSeenAt: at,
    },
  });
  return id;
}

const told = (event: string) =>
  db().notice.findMany({ where: { event }, include: { deliveries: true }, orderBy: { at: "asc" } });

const sourceIs = (data: object) => db().source.update({ where: { id: sourceId }, data });

describe("telling of the inventory", () => {
  test("a source that cannot be read is told once for each time, with its reason, to those who can act", async () => {
    const lastError = { message: "Billing account: the access key was refused." };
    await sourceIs({ status: "failed", lastError });
    await insertSource("Never tried", false);
    await tellInventory(morning);
    await tellInventory(noon);
    const [first, ...more] = await told("source.failing");
    expect(more).toEqual([]);
    expect(first).toMatchObject({
      title: "Cannot be read: Billing account",
      link: `/sources/${sourceId}`,
    });
    expect(JSON.stringify(first?.lines)).toContain("the access key was refused");
    expect(first?.deliveries.map((one) => one.personId)).toEqual([analyst]);
    await sourceIs({ status: "ok", lastCompleteAt: noon });
    await tellInventory(noon);
    expect(await told("source.failing")).toHaveLength(1);
    await sourceIs({ status: "failed", lastError });
    await tellInventory(noon);
    expect(await told("source.failing")).toHaveLength(2);
  });

  test("new high and critical findings are told together, the worst named, none of them twice", async () => {
    const worst = await insertFinding("deploy-bot", "critical");
    for (let n = 0; n < 6; n++) await insertFinding(`svc-${n}`, "high");
    await insertFinding("calm", "medium");
    await insertFinding("allowed", "critical", { state: "excepted" });
    const sample = await insertSource("Sample organisation", true);
    await insertFinding("made-up", "critical", { of: sample });
    await tellInventory(noon);
    await tellInventory(noon);
    const [first, ...more] = await told("finding.high-risk");
    expect(more).toEqual([]);
    expect(first).toMatchObject({
      title: "7 new high or critical findings",
      link: `/findings?finding=${worst}`,
    });
    const lines = first?.lines as string[];
    expect(lines[0]).toBe("Critical: Its owner has left, on deploy-bot.");
    expect(lines.at(-1)).toBe("And 2 more.");

    await insertFinding("night-job", "high", { at: new Date(morning.getTime() + 1) });
    await tellInventory(noon);
    const [, second] = await told("finding.high-risk");
    expect(second?.title).toBe("High: Its owner has left");
  });
});
