import { beforeAll, describe, expect, it } from "vitest";
import { reach, type Role } from "@/lib/domain/people/permissions";
import { db, sql } from "@/lib/infra/db";
import { personContext } from "@/lib/testing/context";
import { useDatabase } from "@/lib/testing/database";
import { apiRoutes } from "@/lib/use-cases/api/api-routes";
import type { Context } from "@/lib/use-cases/context";
import { describedOrganisation, type Ids } from "./testing/described-organisation";

useDatabase();

type Run = ((ctx: Context, input: unknown) => Promise<unknown>) & { permission: string };
interface Door {
  name: string;
  run: Run;
}

let others: Ids = {};
/** Words and ids that stand only in what belongs to somebody else. */
let theirs: string[] = [];
let mine = "";
const contexts: Partial<Record<Role, Context>> = {};

async function personOf(role: Role): Promise<string> {
  const data = {
    email: `${role}@elsewhere.example`,
    name: `Olive ${role}`,
    role,
    status: "active",
  };
  const { id } = await db().person.create({ data });
  contexts[role] = personContext(role, { personId: id });
  return id;
}

beforeAll(async () => {
  ({ ids: others } = await describedOrganisation());
  const olive = await personOf("owner");
  await personOf("manager");
  const item = await db().reviewItem.findFirstOrThrow({
    where: { campaignId: others.campaignId ?? "", identityId: { not: null } },
  });
  others.itemId = item.id;
  const { campaignId, identityId: reviewed } = item;
  const task = await db().reviewTask.create({
    data: {
      kind: "rotate",
      itemId: item.id,
      campaignId,
      identityId: reviewed,
      title: "Rotate it",
      instructions: "At the provider",
      createdAt: new Date(),
    },
  });
  others.taskId = task.id;
  const ann = await db().person.findFirstOrThrow({ where: { name: "Ann" } });
  others.personId = ann.id;
  const own = await db().identity.findFirstOrThrow({
    where: {
      id: { not: others.identityId ?? "" },
      ownerId: null,
      findings: { some: { state: "open" } },
    },
  });
  await db().identity.update({
    where: { id: own.id },
    data: { ownerId: olive, ownerState: "confirmed" },
  });
  mine = own.name;
  const foreign = await db().identity.findMany({ where: { id: { not: own.id } } });
  const { identityId, findingId, caseId, exceptionId, itemId } = others;
  theirs = [
    ...foreign.map(({ name }) => name).filter((name) => name.length > 8 && !mine.includes(name)),
    ...[identityId, findingId, caseId, exceptionId, itemId].map(String),
  ];
}, 240_000);

const doorsOf = (role: Role): Door[] =>
  apiRoutes.flatMap(({ method, path, run }) => {
    const useCase = run as unknown as Run | undefined;
    if (!useCase || reach(role, useCase.permission) !== "own") return [];
    return [{ name: `${method} ${path}`, run: useCase }];
  });

const reason = "This is not mine at all";
const inTenDays = new Date(Date.now() + 10 * 86_400_000).toISOString();

/** For each door that takes an id, what leads to somebody else's; a door without a line fails below. */
const foreignInputs = (): Record<string, object> => {
  const { identityId, findingId, caseId, proofId, exceptionId } = others;
  const { campaignId, itemId, taskId, personId } = others;
  const identity = { id: identityId };
  const exception = { findingId, reason, controls: ["other"], controlsNote: reason };
  return {
    "get /identities/{identityId}": identity,
    "get /identities/{identityId}/credentials": identity,
    "get /identities/{identityId}/trusts": identity,
    "get /identities/{identityId}/owner-candidates": identity,
    "get /identities/{identityId}/findings": identity,
    "get /identities/{identityId}/timeline": identity,
    "get /findings/{findingId}": { id: findingId },
    "get /offboarding/{caseId}": { caseId },
    "get /offboarding/{caseId}/proofs/{proofId}": { caseId, proofId },
    "get /rotations/{caseId}": { caseId },
    "get /exceptions/preview": { findingId },
    "get /exceptions/{exceptionId}": { exceptionId },
    "post /campaigns/decisions": { target: { ids: [itemId] }, decision: "keep", reason },
    "delete /campaigns/decisions/{itemId}": { itemId },
    "post /campaigns/tasks/{taskId}/done": { taskId, note: reason },
    "post /campaigns/{campaignId}/delegate": {
      campaignId,
      itemIds: [itemId],
      toPersonId: personId,
      reason,
    },
    "post /offboarding": { identityId, reason },
    "post /offboarding/{caseId}/confirm": { caseId, reason },
    "post /offboarding/{caseId}/refuse": { caseId, reason },
    "post /offboarding/{caseId}/withdraw": { caseId },
    "post /offboarding/{caseId}/report-done": { caseId, proof: reason },
    "post /offboarding/{caseId}/proofs": {
      caseId,
      name: "x.txt",
      content: new TextEncoder().encode("x".repeat(200)),
    },
    "post /rotations": { identityId, reason, acceptsInterruption: true },
    "post /exceptions": { ...exception, endsAt: inTenDays },
    "post /exceptions/{exceptionId}/withdraw": { exceptionId, reason },
  };
};
/** Of a review of everything each sees a part: the lists below hold what is theirs alone. */
const inputsOfLists = (): Record<string, object> => ({
  "get /campaigns/mine": { campaignId: others.campaignId },
  "get /campaigns/{campaignId}": { campaignId: others.campaignId },
  "get /campaigns/{campaignId}/items": { campaignId: others.campaignId },
});

const textOf = async (result: unknown): Promise<string> => {
  const { chunks } = result as { chunks?: AsyncIterable<string> };
  if (!chunks) return JSON.stringify(result);
  let text = "";
  for await (const chunk of chunks) text += chunk;
  return text;
};

const rows = async (): Promise<string> =>
  JSON.stringify(
    await Promise.all([
      sql("SELECT * FROM offboarding_case ORDER BY id"),
      sql("SELECT * FROM policy_exception ORDER BY id"),
      sql("SELECT id, state, decision, reviewer_id FROM review_item ORDER BY id"),
    ]),
  );

describe.each(["owner", "manager"] as const)("a person who is %s of something else", (role) => {
  it("is told that it is not there, whichever id of somebody else's they bring, and changes nothing", async () => {
    const ctx = contexts[role] as Context;
    const before = await rows();
    const inputs = foreignInputs();
    const outcomes: [string, string][] = [];
    for (const { name, run } of doorsOf(role)) {
      const input = inputs[name];
      if (!input) continue;
      const code = await run(ctx, input).then(
        () => "done",
        (error: { code?: string; message?: string }) => error.code ?? error.message ?? "error",
      );
      outcomes.push([name, code]);
    }
    const wrong = outcomes.filter(([, code]) => !["not_found", "forbidden"].includes(code));
    expect(wrong).toEqual([]);
    expect(outcomes.length).toBeGreaterThan(role === "owner" ? 20 : 4);
    expect(await rows()).toBe(before);
  });

  it("finds nothing of it in any list, count or file", async () => {
    const ctx = contexts[role] as Context;
    const lists = inputsOfLists();
    const told: string[] = [];
    const own: string[] = [];
    const known = foreignInputs();
    for (const { name, run } of doorsOf(role)) {
      if (known[name]) continue;
      expect(name).toMatch(/^get /);
      expect([name, name.includes("{") && !lists[name]]).toEqual([name, false]);
      const text = await run(ctx, lists[name] ?? {}).then(textOf, (error: { code?: string }) =>
        String(error.code),
      );
      if (text.includes(mine)) own.push(name);
      told.push(...theirs.filter((word) => text.includes(word)).map((word) => `${name}: ${word}`));
    }
    expect(told).toEqual([]);
    // What is Olive's own is there: the lists are not just empty.
    const shown = role === "owner" ? ["get /identities", "get /findings"] : [];
    expect(shown.filter((name) => !own.includes(name))).toEqual([]);
  });
});
