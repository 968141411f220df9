import { describe, expect, it } from "vitest";
import type { AuditLine } from "@/lib/use-cases/audit-log/audit-filter";
import { environments, identityClasses } from "@/lib/domain/identity/identity";
import { overdueDefaults, reviewerRules, twoPeopleRules } from "@/lib/domain/lifecycle/campaign";
import { caseVerbs } from "@/lib/domain/lifecycle/case";
import { exceptionStates } from "@/lib/domain/lifecycle/exception";
import { offboardingModes } from "@/lib/domain/lifecycle/offboarding";
import { repetitions, reviewTriggers, riskLines } from "@/lib/domain/lifecycle/recurrence";
import { reviewDecisions } from "@/lib/domain/lifecycle/review-item";
import { choosableEvents } from "@/lib/domain/notices/channel-config";
import { ticketSubjects } from "@/lib/domain/notices/ticket";
import { roles, tokenScopes } from "@/lib/domain/people/permissions";
import { rules } from "@/lib/domain/policy/rules";
import { subjectTypes } from "@/lib/use-cases/evidence/subjects";
import { actorText, detailParts, outcomeText } from "./audit-words";
import { optionWords } from "./option-words";

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
    expect(outcomeText({ ...line, event: "offboarding.failed" }).text).toBe("Recorded");
    for (const outcome of ["done", "refused"])
      expect(outcomeText({ ...line, event: "session.refused", outcome })).toEqual({
        mark: "refused",
        text: "Refused",
      });
    expect(outcomeText({ ...line, outcome: "failed" })).toEqual({ mark: "failed", text: "Failed" });
  });

  it("says what was chosen in the words of the screen on which it is chosen", () => {
    const said = (event: string, detail: AuditLine["detail"]) =>
      detailParts({ ...line, event, detail }, {}).map(({ text }) => text);
    const asked = {
      reviewer: "owner",
      overdueDefault: "ask_analysts",
      triggers: ["risk", "owner"],
    };
    expect(said("review.created", { ...asked, twoPeople: "never", repeats: "on_event" })).toEqual([
      "The owner",
      "The analysts are asked",
      "Its risk rises above a line, It gets another owner",
      "Never",
      "Whenever something happens",
    ]);
    expect(said("review.decided", { decision: "do_not_know" })).toEqual(["Not sure"]);
    expect(said("review.closed", { decisions: { change_owner: 2 } })).toEqual(["Change owner 2"]);
    expect(said("leaver.decided", { decision: "keep" })).toEqual(["Leave with its owner"]);
    expect(said("person.role-changed", { from: "owner", to: "admin" })).toEqual(["Owner", "Admin"]);
    expect(said("exception.requested", { rule: "nhi1-no-owner", scope: "rule" })).toEqual([
      "No owner",
      "Every finding of the rule",
    ]);
    expect(said("identity.classified", { reason: "ask_analysts" })).toEqual(["ask_analysts"]);
  });

  const options: [event: string, key: string, values: readonly string[]][] = [
    ["review.created", "reviewer", reviewerRules],
    ["review.created", "overdueDefault", overdueDefaults],
    ["review.created", "twoPeople", twoPeopleRules],
    ["review.created", "repeats", repetitions],
    ["review.created", "triggers", reviewTriggers],
    ["review.created", "riskLine", riskLines],
    ["review.decided", "decision", reviewDecisions],
    ["identity.classified", "identityClass", identityClasses],
    ["identity.classified", "environment", environments],
    ["person.invited", "role", roles],
    ["token.created", "scopes", Object.keys(tokenScopes)],
    ["exception.advanced", "to", exceptionStates],
    ["offboarding.intended", "verb", caseVerbs],
    ["offboarding.requested", "mode", offboardingModes],
    ["exception.requested", "rule", rules.map(({ id }) => id)],
    ["ticket.opened", "subjectType", ticketSubjects],
    ["evidence.requested", "subject", subjectTypes],
    ["notice-channel.changed", "events", choosableEvents],
  ];
  it.each(options)("of %s has a word for every %s", (event, key, values) => {
    const bare = values.filter((value) => optionWords(event, key)[value] === undefined);
    expect(bare).toEqual([]);
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
