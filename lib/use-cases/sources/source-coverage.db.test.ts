import { beforeAll, expect, it } from "vitest";
import { db, sql } from "@/lib/infra/db";
import { personContext } from "@/lib/testing/context";
import { useDatabase } from "@/lib/testing/database";
import { ingest } from "@/lib/testing/factories";
import { fakeUser } from "@/lib/testing/fake-provider";
import { getFinding } from "../findings/get-finding";
import { listFindings } from "../findings/list-findings";
import { getIdentity } from "../identities/get-identity";
import { scoreDue } from "../scoring/score-due";
import type { StreamCoverage } from "./coverage";
import { coverageOfSource } from "./source-coverage";

useDatabase();
const readAt = "2026-11-20T12:00:00.000Z";
const analyst = personContext("analyst");
let sourceId: string;

const stream = (name: string, changes: Partial<StreamCoverage> = {}): StreamCoverage => ({
  stream: name,
  state: "complete",
  records: 1,
  gaps: [],
  lastCompleteAt: readAt,
  message: null,
  ...changes,
});
const set = (coverage: StreamCoverage[], lastError: object | null) =>
  sql(
    `UPDATE source SET coverage = $2::jsonb, last_error = $3::jsonb, last_complete_at = $4
     WHERE id = $1::uuid`,
    [sourceId, JSON.stringify(coverage), lastError && JSON.stringify(lastError), readAt],
  );

beforeAll(async () => {
  const source = await db().source.create({
    data: { connectorId: "aws", name: "Account", config: {} },
  });
  sourceId = source.id;
  await ingest(sourceId, [fakeUser("a")]);
  await scoreDue(new Date());
});

it("a source that was read whole has only its time", async () => {
  await set([stream("users")], null);
  expect(await coverageOfSource(sourceId)).toEqual({
    lastCompleteAt: readAt,
    lastReadAt: readAt,
    failure: null,
    unread: [],
  });
});

it("a source that was since read in part has the time of that too", async () => {
  await set([stream("users")], null);
  const later = "2026-11-21T12:00:00.000Z";
  await db().syncRun.createMany({
    data: [
      { sourceId, state: "partial", finishedAt: later, createdAt: later, requestedBy: "schedule" },
      { sourceId, state: "failed", finishedAt: new Date(), requestedBy: "schedule" },
    ],
  });
  expect(await coverageOfSource(sourceId)).toMatchObject({
    lastCompleteAt: readAt,
    lastReadAt: later,
  });
});

it("an identity and its findings name the failure of their source and every stream that was not read", async () => {
  await set(
    [
      stream("users"),
      stream("gone-from-this-version", { state: "denied", message: "Needs iam:ListRoles" }),
      stream("secrets", { state: "failed", message: "AWS answered 503" }),
    ],
    {
      source: "Account",
      stream: "secrets",
      code: "unavailable",
      message: "AWS answered 503.",
      kept: "Everything.",
      todo: "Sync again.",
    },
  );
  const coverage = await coverageOfSource(sourceId);
  expect(coverage.failure).toBe("AWS answered 503. Sync again.");
  expect(coverage.unread).toEqual([
    {
      stream: "gone-from-this-version",
      state: "permission missing",
      because: "Needs iam:ListRoles",
    },
    { stream: expect.stringMatching(/^[A-Z]/), state: "failed", because: "AWS answered 503" },
  ]);
  const { items } = await listFindings(analyst, { limit: 1 });
  const finding = await getFinding(analyst, { id: items[0]?.id ?? "" });
  expect(finding.coverage).toEqual(coverage);
  const detail = await getIdentity(analyst, { id: finding.identity.id });
  expect(detail.coverage).toEqual(coverage);
});
