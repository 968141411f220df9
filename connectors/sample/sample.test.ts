import { describe, expect, it } from "vitest";
import { classify } from "@/lib/domain/identity/classify";
import {
  identityKinds,
  isAiClass,
  type PrivilegeLevel,
  privilegeLevels,
} from "@/lib/domain/identity/identity";
import { inferOwner } from "@/lib/domain/ownership/infer-owner";
import { ownerHintConfidence } from "@/lib/domain/access/access";
import { evaluateRules } from "@/lib/domain/policy/evaluate";
import { scoreIdentity } from "@/lib/domain/risk/score";
import { builtInPolicy } from "@/lib/domain/policy/built-in-policy";
import { limitsOf } from "@/lib/domain/policy/policy";
import type { Subject } from "@/lib/domain/risk/subject";
import { testConnectorIo } from "@/lib/testing/connector-io";
import type { SourceRecord } from "../contract";
import { describeConformance } from "../testing/conformance";
import { connector } from "./index";
import { manifest } from "./manifest";

describeConformance("sample", {
  manifest,
  connector,
  start: async () => ({ url: "none", close: async () => {} }),
  config: () => ({}),
  canaries: [],
});

const noon = new Date("2026-06-01T12:00:00.000Z");

async function listAll(now: Date): Promise<{ records: SourceRecord[]; largestPage: number }> {
  const io = { ...testConnectorIo({}), now: () => now };
  const connection = await connector.connect({}, io);
  const records: SourceRecord[] = [];
  let largestPage = 0;
  for (const stream of connection.streams) {
    let cursor: string | null = null;
    do {
      const page = await stream.list(cursor);
      records.push(...page.records);
      largestPage = Math.max(largestPage, page.records.length);
      cursor = page.nextCursor;
    } while (cursor !== null);
  }
  await io.close();
  return { records, largestPage };
}

const withoutReadingTime = (record: SourceRecord): string =>
  JSON.stringify(record).replaceAll(/"observedAt":"[^"]*"/g, "");

type Row = Extract<SourceRecord, { type: "identity" | "stored_secret" }>;
const isRow = (record: SourceRecord): record is Row =>
  record.type === "identity" || record.type === "stored_secret";

/** The subjects as the ingest would build them, before anybody confirms an owner. */
const firstSeen = { kept: false, atMs: noon.getTime() };

function subjectsOf(records: readonly SourceRecord[]): Subject[] {
  const groups = Map.groupBy(
    records.filter((record) => "identityExternalId" in record),
    (record) => record.identityExternalId,
  );
  return records.filter(isRow).map((row) => {
    const parts = groups.get(row.externalId) ?? [];
    const hints = parts.filter((part) => part.type === "owner_hint");
    const owner = inferOwner(
      hints.map((hint) => ({ ...hint, confidence: ownerHintConfidence[hint.method] })),
    );
    const subject: Omit<Subject, "limits"> = {
      ...row,
      ...classify({ connectorId: "sample", ...row }),
      id: row.externalId,
      connectorId: "sample",
      custody: row.custody ?? null,
      vendor: row.vendor ?? null,
      container: row.container ?? null,
      labels: [],
      owner: { state: owner.state, active: true, sharedInbox: false },
      ownership: { backedUp: false, vendorEndsOn: null },
      credentials: parts
        .filter((part) => part.type === "credential")
        .map((part) => ({
          ...part,
          fingerprint: part.fingerprint ?? null,
          sharedWith: 0,
          sharedIn: { environments: [], stages: [] },
          review: firstSeen,
        })),
      review: firstSeen,
      trusts: parts.filter((part) => part.type === "trust"),
      grants: parts.filter((part) => part.type === "grant"),
      grantCount: 1,
    };
    return { ...subject, limits: limitsOf(builtInPolicy, subject) };
  });
}

describe("the sample organisation", () => {
  it("is the same at any hour of a day, and only its dates move from day to day", async () => {
    const first = await listAll(noon);
    const late = await listAll(new Date("2026-06-01T23:59:59.000Z"));
    expect(late.records.map(withoutReadingTime)).toEqual(first.records.map(withoutReadingTime));
    const later = await listAll(new Date("2026-06-02T00:00:00.000Z"));
    const ids = (records: SourceRecord[]) => records.filter(isRow).map((row) => row.externalId);
    expect(ids(later.records)).toEqual(ids(first.records));
    expect(later.records).not.toEqual(first.records);
    expect(first.largestPage).toBeLessThanOrEqual(500);
  });

  it("tells when a fact was read by the clock of the reading, not before it", async () => {
    const row = (await listAll(noon)).records.find(isRow);
    expect(row?.facts.createdAt).toMatchObject({ observedAt: noon.toISOString() });
  });

  it("grants in AWS what the privilege rests on, and nothing beyond it", async () => {
    const { records } = await listAll(noon);
    const grants = Map.groupBy(
      records.filter((record) => record.type === "grant"),
      (grant) => grant.identityExternalId,
    );
    const rank = (level: PrivilegeLevel) => privilegeLevels.indexOf(level);
    const judged = records.filter(isRow).flatMap(({ detail, externalId, facts: { privilege } }) => {
      const held = grants.get(externalId) ?? [];
      const isJudged = /^aws.(iam_user$|role)/.test(detail) && privilege.state === "known";
      return isJudged ? [{ level: privilege.value.level, held }] : [];
    });
    expect(judged.filter(({ level }) => level === "admin").length).toBeGreaterThan(10);
    for (const { level, held } of judged) {
      const strongest = Math.max(0, ...held.map((grant) => rank(grant.level)));
      expect(strongest).toBeLessThanOrEqual(rank(level));
      const least = level === "admin" || level === "high" ? rank(level) : 0;
      expect(strongest).toBeGreaterThanOrEqual(least);
    }
  });

  it("has about 2,500 identities of every kind, a quarter of them for AI", async () => {
    const { records } = await listAll(noon);
    const rows = records.filter(isRow);
    expect(rows.length).toBeGreaterThan(2350);
    expect(rows.length).toBeLessThan(2650);
    expect(new Set(rows.map((row) => row.kind))).toEqual(new Set(identityKinds));
    const ai = rows.filter((row) =>
      isAiClass(classify({ connectorId: "sample", ...row }).identityClass),
    );
    expect(ai.length / rows.length).toBeGreaterThan(0.2);
    expect(ai.length / rows.length).toBeLessThan(0.32);
  });

  it("spells no date in the future except ends, and no use before creation", async () => {
    const { records } = await listAll(noon);
    for (const { facts } of records.filter(isRow)) {
      const created = facts.createdAt.state === "known" ? facts.createdAt.value : "";
      const used = facts.lastUsedAt.state === "known" ? (facts.lastUsedAt.value ?? "9") : "9";
      expect(created < "2026-06-01T12").toBe(true);
      expect(used >= created).toBe(true);
      expect(used === "9" || used < "2026-06-01T12").toBe(true);
    }
  });

  it("looks like a company: few critical, most low or medium, some without owner", async () => {
    const subjects = subjectsOf((await listAll(noon)).records);
    const bands = Map.groupBy(subjects, (subject) => scoreIdentity(subject, noon).band);
    const share = (band: Parameters<typeof bands.get>[0]) =>
      (bands.get(band)?.length ?? 0) / subjects.length;
    const shares = { critical: share("critical"), high: share("high"), medium: share("medium") };
    expect(shares.critical).toBeGreaterThan(0);
    expect(shares.critical).toBeLessThan(0.02);
    expect(shares.high).toBeGreaterThan(0.02);
    expect(shares.high).toBeLessThan(0.15);
    expect(share("low") + shares.medium).toBeGreaterThan(0.75);
    const unowned = subjects.filter(({ owner }) => owner.state === "none").length;
    expect(unowned / subjects.length).toBeGreaterThan(0.1);
    expect(unowned / subjects.length).toBeLessThan(0.3);
  });

  it("gives most rules something to find", async () => {
    const subjects = subjectsOf((await listAll(noon)).records);
    const failing = new Set(
      subjects.flatMap((subject) =>
        evaluateRules(subject, noon).flatMap(({ rule, outcome }) =>
          outcome.state === "fail" ? [rule.id] : [],
        ),
      ),
    );
    expect(failing.size).toBeGreaterThan(24);
  });

  it("says of a secret what it says of the token or webhook that it is", async () => {
    const { records } = await listAll(noon);
    const ofKind = (kind: string) =>
      records.filter(isRow).filter((one) => one.type === "identity" && one.kind === kind);
    const secrets = new Map(
      records.flatMap((one) => (one.type === "credential" ? [[one.identityExternalId, one]] : [])),
    );
    for (const { externalId, facts } of ofKind("personal_access_token"))
      expect(secrets.get(externalId)?.facts.createdBy).toEqual(facts.createdBy);
    const reasons = ofKind("webhook").flatMap(({ externalId, facts: { lastRotatedAt } }) =>
      secrets.has(externalId) && lastRotatedAt.state === "unknown" ? [lastRotatedAt.detail] : [],
    );
    expect(new Set(reasons)).toEqual(new Set(["GitHub does not tell when it was last rotated"]));
  });

  it("proposes whom it says to have created an identity, and says so of whom it proposes as creator", async () => {
    const { records } = await listAll(noon);
    const hints = records.filter((one) => one.type === "owner_hint");
    const rows = records.filter(isRow);
    let agreed = 0;
    const apart = rows.filter(({ externalId, facts: { createdBy } }) => {
      if (createdBy.state === "unknown") return false;
      const own = hints.filter((hint) => hint.identityExternalId === externalId);
      const created = own.filter(({ method }) => method === "creator");
      const isNamed = created.some(({ candidate }) => candidate === createdBy.value);
      if (isNamed) agreed += 1;
      return own.length === 0 || (created.length > 0 && !isNamed);
    });
    expect(apart).toEqual([]);
    expect(agreed).toBeGreaterThan(rows.length / 10);
  });
});
