import { describe, expect, it } from "vitest";
import { unknown } from "@/lib/domain/evidence";
import type { SourceRecord } from "@/lib/domain/inventory/source-record";
import { sql } from "@/lib/infra/db";
import { personContext } from "@/lib/testing/context";
import { useDatabase } from "@/lib/testing/database";
import { ingest, insertSource } from "@/lib/testing/factories";
import { refreshRollup } from "@/lib/testing/identities";
import { classifyIdentity } from "./classify-identity";
import { getIdentity } from "./get-identity";
import { countIdentities } from "./list-facets";

useDatabase();

const analyst = personContext("analyst");

const record = (name: string, description: string): SourceRecord => ({
  type: "identity",
  externalId: name,
  kind: "api_key",
  detail: "fake.key",
  name,
  description,
  status: "active",
  tags: {},
  attributes: {},
  facts: {
    createdAt: unknown("not_offered"),
    createdBy: unknown("not_offered"),
    lastUsedAt: unknown("not_offered"),
    expiresAt: unknown("not_offered"),
    lastRotatedAt: unknown("not_offered"),
    privilege: unknown("not_offered"),
  },
});

async function oneIdentity(name: string): Promise<{ id: string; sourceId: string }> {
  const sourceId = await insertSource();
  await ingest(sourceId, [record(name, "first")]);
  await refreshRollup([sourceId], analyst.now);
  const [row] = await sql<{ id: string }>("SELECT id FROM identity WHERE source_id = $1", [
    sourceId,
  ]);
  return { id: row?.id ?? "", sourceId };
}

const decision = {
  identityClass: "ai_tool_token",
  environment: "production",
  reason: "It drives the planning agent",
} as const;

describe("a person's classification", () => {
  it("changes the row, the counts, the timeline, the audit log and the queue for scoring", async () => {
    const { id } = await oneIdentity("mail-relay");
    await sql("UPDATE identity_scoring SET rescore_at = NULL WHERE identity_id = $1", [id]);
    const before = (await countIdentities(analyst, { q: "class:ai_tool_token" })).total;
    await classifyIdentity(analyst, { id, ...decision });
    const detail = await getIdentity(analyst, { id });
    expect(detail.identity).toMatchObject({
      identityClass: "ai_tool_token",
      environment: "production",
    });
    expect(detail.override).toMatchObject({
      by: "Test analyst",
      reason: decision.reason,
      listedClass: "legacy_application",
      listedEnvironment: "unknown",
    });
    expect(detail.timeline.items.map((event) => event.summary)).toContain(
      "Classified by Test analyst: It drives the planning agent",
    );
    expect((await countIdentities(analyst, { q: "class:ai_tool_token" })).total).toBe(before + 1);
    const [audit] = await sql(
      "SELECT detail, target_id FROM audit_event WHERE event = 'identity.classified' AND target_id = $1",
      [id],
    );
    expect(audit?.detail).toMatchObject(decision);
    const [due] = await sql("SELECT rescore_at FROM identity_scoring WHERE identity_id = $1", [id]);
    expect(due?.rescore_at).not.toBeNull();
  });

  it("stays over syncs that change the row, and what the source says stays known", async () => {
    const { id, sourceId } = await oneIdentity("staging-worker");
    await classifyIdentity(analyst, { id, ...decision });
    await ingest(sourceId, [record("staging-worker", "now an openai key of the dev team")]);
    const { identity, override, description } = await getIdentity(analyst, { id });
    expect(description).toBe("now an openai key of the dev team");
    expect(identity).toMatchObject({ identityClass: "ai_tool_token", environment: "production" });
    expect(override).toMatchObject({ listedClass: "ai_model_credential" });
    const changes = await sql<{ summary: string }>(
      "SELECT summary FROM identity_event WHERE identity_id = $1 AND kind = 'changed'",
      [id],
    );
    expect(changes.map(({ summary }) => summary)).toEqual(["Changed: description"]);
  });

  it("gives the source its word back when both are null", async () => {
    const { id } = await oneIdentity("billing-dev");
    await classifyIdentity(analyst, { id, ...decision });
    await classifyIdentity(analyst, {
      id,
      identityClass: null,
      environment: null,
      reason: "The tags are right now",
    });
    const { identity, override } = await getIdentity(analyst, { id });
    expect(override).toBeNull();
    expect(identity).toMatchObject({
      identityClass: "legacy_application",
      environment: "development",
    });
  });

  it("is refused to those who only read, and noted", async () => {
    const { id } = await oneIdentity("refused");
    const auditor = personContext("auditor");
    await expect(classifyIdentity(auditor, { id, ...decision })).rejects.toMatchObject({
      code: "forbidden",
    });
    const [audit] = await sql(
      "SELECT outcome FROM audit_event WHERE event = 'identity.classify' OR event = 'identity.classified' ORDER BY seq DESC LIMIT 1",
    );
    expect(audit?.outcome).toBe("refused");
  });

  it("needs a reason", async () => {
    const { id } = await oneIdentity("no-reason");
    await expect(classifyIdentity(analyst, { id, ...decision, reason: " " })).rejects.toMatchObject(
      { code: "invalid_input" },
    );
  });
});
