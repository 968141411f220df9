import { describe, expect, it } from "vitest";
import type { AuditLine } from "@/lib/use-cases/audit-log/audit-filter";
import { actorText, detailText, targetHref } from "./audit-words";

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
  });

  it("shows its detail without losing a value", () => {
    expect(detailText(line.detail)).toBe('name: Acme; every minutes: 60; kinds: ["a"]');
    expect(detailText({})).toBe("");
  });

  it("leads to its target only where that has a page", () => {
    expect(targetHref(line)).toBe("/sources/id-1");
    expect(targetHref({ ...line, targetType: "person" })).toBeNull();
    expect(targetHref({ ...line, targetId: null })).toBeNull();
  });
});
