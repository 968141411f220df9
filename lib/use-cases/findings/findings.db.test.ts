import { beforeAll, describe, expect, it } from "vitest";
import { db } from "@/lib/infra/db";
import { anonymousContext, personContext } from "@/lib/testing/context";
import { useDatabase } from "@/lib/testing/database";
import { insertPartlyReadSource } from "@/lib/testing/factories";
import { searchEverything } from "../overview/search-everything";
import { exportFindings } from "./export-findings";
import { getFinding } from "./get-finding";
import { listFindingFacets } from "./list-finding-facets";
import { listFindingRules } from "./list-finding-rules";
import { listFindings } from "./list-findings";

useDatabase();

const now = new Date("2026-11-21T12:00:00.000Z");
const analyst = personContext("analyst", { now });
const owner = personContext("owner", { now, personId: "00000000-0000-7000-8000-0000000000aa" });
const severities = ["critical", "high", "medium", "low"] as const;
let sourceId = "";

beforeAll(async () => {
  await db().person.create({
    data: {
      id: "00000000-0000-7000-8000-0000000000aa",
      email: "olga@example.com",
      name: "Olga Owner",
      role: "owner",
    },
  });
  sourceId = await insertPartlyReadSource(now);
  for (let n = 0; n < 2; n++) {
    const identity = await db().identity.create({
      data: {
        sourceId,
        externalId: `id-${n}`,
        stream: "users",
        kind: "iam_user",
        detail: "aws.user",
        name: n === 0 ? '=HYPERLINK("http://example.com")' : "deploy_100%",
        status: "active",
        identityClass: n === 0 ? "ai_model_credential" : "infrastructure",
        environment: "production",
        stage: "unknown",
        facts: {},
        contentHash: "x",
        firstSeenAt: now,
        lastSeenAt: now,
        ownerId: n === 1 ? "00000000-0000-7000-8000-0000000000aa" : null,
      },
    });
    for (let f = 0; f < 20; f++) {
      await db().finding.create({
        data: {
          identityId: identity.id,
          ruleId: f % 2 === 0 ? "rule-a" : "rule-b",
          findingKey: `${n}-${f}`,
          severity: severities[f % 4] ?? "low",
          state: f < 16 ? "open" : "resolved",
          title: `Finding ${f}`,
          evidence: { evidence: "No owner is known", facts: [{ label: "Owner", value: "none" }] },
          remedy: "Name one",
          firstSeenAt: new Date(now.getTime() - Math.floor(f / 2) * 3_600_000),
          lastSeenAt: now,
        },
      });
    }
  }
});

describe("findings", () => {
  it("come once each, worst first and newest first within, over any page size", async () => {
    const whole = await listFindings(analyst, { limit: 200 });
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listFindings(analyst, { limit: 7, cursor });
      seen.push(...page.items.map((item) => item.id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(seen).toEqual(whole.items.map((item) => item.id));
    expect(new Set(seen).size).toBe(32);
    const order = whole.items.map((item) => severities.indexOf(item.severity));
    expect(order).toEqual(order.toSorted((a, b) => a - b));
  });

  it("show an owner only what is theirs, in lists, counts, details and search", async () => {
    const mine = await listFindings(owner, { limit: 200 });
    expect(mine.items.map((item) => item.identity.name)).toEqual(Array(16).fill("deploy_100%"));
    const facets = await listFindingFacets(owner, { state: "open" });
    expect(facets.severity.reduce((sum, facet) => sum + facet.count, 0)).toBe(16);
    const all = await listFindings(analyst, { limit: 200 });
    const foreign = all.items.find((item) => item.identity.name !== "deploy_100%");
    await expect(getFinding(owner, { id: foreign?.id ?? "" })).rejects.toMatchObject({
      code: "not_found",
    });
    expect((await searchEverything(owner, { query: "HYPER" })).hits).toEqual([]);
    expect((await searchEverything(analyst, { query: "100%" })).hits).toHaveLength(1);
    await expect(listFindings(anonymousContext(), {})).rejects.toMatchObject({
      code: "unauthenticated",
    });
  });

  it("are counted by severity, rule and source as the filter would leave them", async () => {
    const facets = await listFindingFacets(analyst, { state: "open" });
    expect(facets.rule.map((facet) => facet.count)).toEqual([16, 16]);
    expect(facets.source).toEqual([{ value: sourceId, label: "Account one", count: 32 }]);
    const filtered = await listFindings(analyst, { rule: "rule-a", severity: "critical" });
    expect(filtered.items).toHaveLength(8);
  });

  it("are grouped by rule with counts that the list of each rule confirms", async () => {
    const { items } = await listFindingRules(analyst, { source: sourceId });
    expect(items.map((group) => group.ruleId).toSorted()).toEqual(["rule-a", "rule-b"]);
    for (const group of items) {
      const list = await listFindings(analyst, { rule: group.ruleId, limit: 200 });
      expect(list.items).toHaveLength(group.findings);
      expect(list.items[0]?.severity).toBe(group.severity);
      const worst = list.items.filter((item) => item.severity === group.severity);
      expect(group.bySeverity[group.severity]).toBe(worst.length);
      const oldest = list.items.map((item) => item.firstSeenAt).toSorted()[0];
      expect(group.oldestAt).toBe(oldest);
    }
    expect((await listFindingRules(analyst, { severity: "critical" })).items[0]?.findings).toBe(8);
    const mine = await listFindingRules(owner, {});
    expect(mine.items.reduce((sum, group) => sum + group.findings, 0)).toBe(16);
  });

  it("that came back are a state of their own, within those that are open", async () => {
    const { items } = await listFindings(analyst, { limit: 2 });
    const ids = items.map((item) => item.id);
    await db().finding.updateMany({ where: { id: { in: ids } }, data: { reopenCount: 1 } });
    const reopened = await listFindings(analyst, { state: "reopened" });
    expect(reopened.items.map((item) => item.id)).toEqual(ids);
    const { state } = await listFindingFacets(analyst, {});
    expect(state).toEqual({ open: 32, reopened: 2, excepted: 0, resolved: 8 });
    expect((await listFindingFacets(owner, {})).state.open).toBe(16);
  });

  it("say in the list what was found, not only which rule", async () => {
    const { items } = await listFindings(analyst, { limit: 1 });
    expect(items[0]?.evidence).toBe("No owner is known");
  });

  it("open with evidence in words and what to do", async () => {
    const [first] = (await listFindings(analyst, { limit: 1 })).items;
    const detail = await getFinding(analyst, { id: first?.id ?? "" });
    expect(detail).toMatchObject({ evidence: "No owner is known", remedy: "Name one" });
    expect(detail.facts).toEqual([{ label: "Owner", value: "none" }]);
  });

  it("refuse a cursor that was made up", async () => {
    await expect(listFindings(analyst, { cursor: "WzFd" })).rejects.toMatchObject({
      code: "invalid_input",
    });
  });

  it("leave as a file in which no name can run as a formula, and the log says who took it", async () => {
    const file = await exportFindings(analyst, {});
    let text = "";
    for await (const chunk of file.chunks) text += chunk;
    expect(text.split("\r\n").filter(Boolean)).toHaveLength(33);
    expect(text).toContain(`"'=HYPERLINK(""http://example.com"")"`);
    const audited = await db().auditEvent.findFirst({ where: { event: "finding.exported" } });
    expect(audited?.actorName).toBe("Test analyst");
  });
});
