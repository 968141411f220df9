import { describe, expect, it } from "vitest";
import type { AuditLine } from "@/lib/use-cases/audit-log/audit-filter";
import { actorText, detailParts, outcomeText } from "./audit-words";

const line: AuditLine = {
  seq: "1",
  at: "2026-11-21T08:00:00.000Z",
  actorType: "anonymous",
  actorName: "anonymous",
  event: "session.started",
  outcome: "done",
  targetType: "source",
  targetId: "id-1",
  detail: { name: "Acme", everyMinutes: 60, kinds: ["a"] },
  requestId: null,
  ip: null,
  hash: "",
};

describe("an entry of the audit log", () => {
  it("says who in words, also where nobody was signed in", () => {
    expect(actorText(line)).toEqual({ name: "Not signed in", kind: "" });
    expect(actorText({ ...line, actorType: "token", actorName: "Ada" })).toEqual({
      name: "Ada",
      kind: "API token",
    });
    expect(actorText({ ...line, actorType: "system", actorName: "reviews" })).toEqual({
      name: "Muster itself",
      kind: "reviews",
    });
  });

  it("shows its detail in words, without losing a value", () => {
    const mentioned = { p1: "Ada Admin, ada@example.com" };
    const said = (detail: AuditLine["detail"]) =>
      detailParts({ ...line, detail }, mentioned).map(({ label, text }) => `${label}: ${text}`);
    expect(said(line.detail)).toEqual(["Name: Acme", "Every minutes: 60", "Kinds: a"]);
    expect(said({ ids: [], own: false, oldUntil: "2026-11-21T08:00:00.000Z", to: null })).toEqual([
      "IDs: none",
      "Own: no",
      "Old until: 2026-11-21 08:00 UTC",
      "To: none",
    ]);
    expect(said({ count: 1200, z: { nested: ["ü", 1], deep: [{ a: true }] } })).toEqual([
      "Count: 1,200",
      "Z: nested ü, 1, deep (a yes)",
    ]);
    expect(said({ runId: "a", ownerId: "p1" })).toEqual([
      "Run ID: a",
      "Owner: Ada Admin, ada@example.com",
    ]);
    expect(said({ ids: ["p1", "p2"], skipped: 0 })).toEqual([
      "Identities: Ada Admin, ada@example.com; p2",
      "Skipped: 0",
    ]);
    expect(said({})).toEqual([]);
  });

  it("does not call done what only tells of a mishap", () => {
    expect(outcomeText(line)).toEqual({ mark: "done", text: "Done" });
    expect(outcomeText({ ...line, event: "session.refused" }).text).toBe("Recorded");
    expect(outcomeText({ ...line, outcome: "failed" })).toEqual({ mark: "failed", text: "Failed" });
  });

  it("says why it was refused, and only then", () => {
    const detail = { code: "step_up_required" };
    expect(detailParts({ ...line, outcome: "refused", detail }, {})).toEqual([
      { label: "Because", text: "the second factor was not confirmed again" },
    ]);
    expect(detailParts({ ...line, detail }, {})[0]?.text).toBe("step_up_required");
    const other = { ...line, outcome: "refused", detail: { code: "of_an_earlier_version" } };
    expect(detailParts(other, {})[0]?.text).toBe("of_an_earlier_version");
  });
});
