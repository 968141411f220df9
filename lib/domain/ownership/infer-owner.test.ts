import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ownerHintConfidence, ownerHintMethods } from "../access/access";
import { inferOwner, type OwnerHint, rankCandidates } from "./infer-owner";
import { isSharedInbox } from "./shared-inbox";

const hint = (
  candidate: string,
  method: OwnerHint["method"] = "tag",
  changes: Partial<OwnerHint> = {},
): OwnerHint => ({
  candidate,
  method,
  confidence: ownerHintConfidence[method],
  evidence: `${method} says so`,
  ...changes,
});

describe("inferring an owner", () => {
  it("takes the named owner over the creator, and says why", () => {
    expect(
      inferOwner([hint("bob@acme.example", "creator"), hint("ada@acme.example", "tag")]),
    ).toEqual({
      state: "inferred",
      candidate: "ada@acme.example",
      confidence: 0.9,
      because: "ada@acme.example: a tag names the owner (tag says so)",
    });
  });

  it("takes one whom the provider names by an id only, behind whoever has a name", () => {
    const unnamed = hint("Unknown name (0a1b)", "unnamed_owner");
    expect(inferOwner([unnamed])).toMatchObject({
      state: "inferred",
      candidate: "Unknown name (0a1b)",
      because: expect.stringContaining("by an id only"),
    });
    const named = hint("ada@acme.example", "disabled_owner");
    expect(inferOwner([unnamed, named])).toMatchObject({ candidate: "ada@acme.example" });
  });

  it("takes an active owner over one whose account is disabled, and says that it is disabled", () => {
    const left = hint("ada@acme.example", "disabled_owner", {
      evidence: "Owner of the application in Entra ID; the account is disabled there",
    });
    const active = hint("bob@acme.example", "explicit_owner", {
      evidence: "Owner of the application in Entra ID",
    });
    expect(inferOwner([left, active])).toEqual({
      state: "inferred",
      candidate: "bob@acme.example",
      confidence: 0.95,
      because:
        "bob@acme.example: its provider names the owner (Owner of the application in Entra ID)",
    });
    expect(inferOwner([left])).toMatchObject({ candidate: "ada@acme.example", confidence: 0.5 });
    expect(inferOwner([left]).because).toContain("whose account is disabled there");
  });

  it("is surer of a person whom two kinds of evidence name, whatever the case of the address", () => {
    const [first] = rankCandidates([
      hint("Bob@acme.example", "creator"),
      hint("bob@acme.example", "code_owner"),
      hint("ada@acme.example", "creator"),
    ]);
    expect(first).toMatchObject({ candidate: "Bob@acme.example", confidence: 0.88 });
  });

  it("says nobody when there is only a guess, nothing, or only rejected candidates", () => {
    expect(inferOwner([]).state).toBe("none");
    expect(inferOwner([hint("ada", "name_similarity")])).toMatchObject({ state: "none" });
    expect(inferOwner([hint("ada", "tag", { rejected: true })]).state).toBe("none");
  });

  it("prefers a person to a shared inbox with stronger evidence", () => {
    expect(
      inferOwner([hint("devops@acme.example", "tag"), hint("ada@acme.example", "creator")])
        .candidate,
    ).toBe("ada@acme.example");
  });

  it("ranks the same hints the same way in any order", () => {
    const hints = fc.array(
      fc.record({
        candidate: fc.constantFrom("ada", "bob", "team@acme.example", "@acme/web"),
        method: fc.constantFrom(...ownerHintMethods),
      }),
    );
    fc.assert(
      fc.property(hints, (list) => {
        const all = list.map(({ candidate, method }) => hint(candidate, method));
        const names = (ranked: ReturnType<typeof rankCandidates>) =>
          ranked.map(({ candidate, confidence }) => [candidate, confidence]);
        expect(names(rankCandidates(all))).toEqual(names(rankCandidates(all.toReversed())));
      }),
    );
  });
});

describe("a shared inbox", () => {
  it.each([
    "devops@acme.example",
    "team@acme.example",
    "noreply@github.example",
    "no-reply@acme.example",
    "payments-team@acme.example",
    "security+aws@acme.example",
    "@acme/payments",
    "dependabot[bot]",
    "it",
  ])("is %s", (candidate) => expect(isSharedInbox(candidate)).toBe(true));

  it.each([
    "ada@acme.example",
    "ada.lovelace@team.example",
    "octocat",
    "@octocat",
    "teamer@acme.example",
  ])("is not %s", (candidate) => expect(isSharedInbox(candidate)).toBe(false));
});
