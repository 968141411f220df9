import { beforeAll, beforeEach } from "vitest";
import { db } from "../infra/db";
import { personContext } from "./context";
import { useDatabase } from "./database";
import { fakeConnector } from "./fake-connector";
import { ingest, insertSource } from "./factories";
import { fakeKey, fakeUser } from "./fake-provider";
import { newId } from "../use-cases/ingest/new-id";
import { provideConnector } from "../use-cases/sources/connector-entries";
import { scoreDue } from "../use-cases/scoring/score-due";
import { approveException } from "../use-cases/exceptions/decide";
import { requestException } from "../use-cases/exceptions/request-exception";

const day = 86_400_000;

export const ann = personContext("analyst", { personId: newId() });

export const bob = personContext("analyst", { personId: newId() });

const start = new Date();

export let now = start;

export const at = (ctx: typeof ann): typeof ann => ({
  ...ctx,
  now,
  actor: ctx.actor.type === "person" ? { ...ctx.actor, steppedUpAt: now } : ctx.actor,
});

export const inDays = (days: number): Date => new Date(now.getTime() + days * day);

export const later = (days: number): void => void (now = inDays(days));

let sourceId = "";

let count = 0;

export const reason = "The vendor ships the fix next month";

/** An identity with a key and findings, as a real sync and scoring leave it. */
export async function someone(): Promise<{ identityId: string; findingId: string }> {
  const name = `user-${(count += 1)}`;
  await ingest(sourceId, [fakeUser(name), fakeKey(`${name}-key`, name)]);
  await scoreDue(new Date());
  const identity = await db().identity.findFirstOrThrow({ where: { sourceId, externalId: name } });
  const finding = await db().finding.findFirstOrThrow({
    where: { identityId: identity.id, ruleId: "nhi1-no-owner" },
  });
  return { identityId: identity.id, findingId: finding.id };
}

export const finding = (id: string) => db().finding.findUniqueOrThrow({ where: { id } });

export const lastAudit = () => db().auditEvent.findFirstOrThrow({ orderBy: { seq: "desc" } });

export const ask = (findingId: string, days = 20, who = ann) =>
  requestException(at(who), {
    findingId,
    reason,
    controls: ["other"],
    controlsNote: "Every call is logged",
    endsAt: inDays(days),
  });

export async function excepted(findingId: string, days = 20): Promise<string> {
  const { exceptionId } = await ask(findingId, days);
  await approveException(at(bob), { exceptionId });
  return exceptionId;
}

export function setUpExceptedFindings(): void {
  useDatabase();
  beforeAll(async () => {
    provideConnector(fakeConnector);
    sourceId = await insertSource();
  });
  beforeEach(() => {
    now = start;
  });
}
