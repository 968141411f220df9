import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DomainError } from "../errors";
import {
  environments,
  identityClasses,
  identityKinds,
  identityStatuses,
  privilegeLevels,
} from "../identity/identity";
import { riskBands } from "../risk/risk";
import { ageBuckets, ownerStates, rotationStates, usageBuckets } from "./buckets";
import {
  filterProblem,
  type IdentityFilter,
  toggleCondition,
  withoutCondition,
} from "./identity-filter";
import { parseQuery, printQuery } from "./query-text";

const some = <T extends string>(values: readonly T[]) =>
  fc.subarray<T>([...values], { minLength: 1 });
const printable = fc
  .string({ unit: "grapheme", minLength: 1, maxLength: 30 })
  .map((value) => value.replaceAll(/[\p{Cc}]/gu, "").trim())
  .filter((value) => value !== "");
const wordList = fc.uniqueArray(printable, { minLength: 1, maxLength: 4 });
const filters: fc.Arbitrary<IdentityFilter> = fc
  .record(
    {
      source: wordList,
      kind: some(identityKinds),
      class: some(identityClasses),
      environment: some(environments),
      status: some(identityStatuses),
      band: some(riskBands),
      range: fc.tuple(fc.nat(100), fc.nat(100), fc.constantFrom("both", "min", "max")),
      ownerState: some(ownerStates),
      owner: wordList,
      privilege: some(privilegeLevels),
      usage: some(usageBuckets),
      age: some(ageBuckets),
      rotation: some(rotationStates),
      findings: fc.constantFrom("yes" as const, "no" as const),
      rule: wordList,
      unknown: wordList,
      label: wordList,
      presence: fc.constant("missing" as const),
      text: printable.map((value) => value.split(/\s+/).join(" ").trim()),
    },
    { requiredKeys: [] },
  )
  .map(({ range, ...rest }) => {
    if (!range) return rest;
    const [a, b, which] = range;
    if (which === "min") return { ...rest, riskMin: a };
    if (which === "max") return { ...rest, riskMax: b };
    return { ...rest, riskMin: Math.min(a, b), riskMax: Math.max(a, b) };
  })
  .filter(
    (filter) =>
      filterProblem(filter) === null && !filter.owner?.some((one) => one.toLowerCase() === "me"),
  );

function codeOf(run: () => unknown): string | null {
  try {
    run();
    return null;
  } catch (error) {
    return error instanceof DomainError ? error.code : String(error);
  }
}

describe("query text", () => {
  it("reads back exactly the filter it printed", () => {
    fc.assert(
      fc.property(filters, (filter) => {
        expect(parseQuery(printQuery(filter))).toEqual(filter);
      }),
      { numRuns: 2_000 },
    );
  });

  it("either reads any text or refuses it as invalid input, however long it is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
        expect(codeOf(() => parseQuery(text))).toBeOneOf([null, "invalid_input"]);
      }),
      { numRuns: 2_000 },
    );
    expect(() => parseQuery("a:".repeat(50_000))).toThrow(/longer than/);
  });

  it("reads the example of the guide", () => {
    expect(
      parseQuery(
        'source:aws risk:>70 owner:none last-used:>90d class:ai_model_credential kind:stored_secret "free text"',
      ),
    ).toEqual({
      source: ["aws"],
      riskMin: 71,
      ownerState: ["none"],
      usage: ["90_365d", "gt_365d"],
      class: ["ai_model_credential"],
      kind: ["stored_secret"],
      text: "free text",
    });
    expect(parseQuery("last-used:never").usage).toEqual(["never_90d", "not_yet"]);
    expect(printQuery(parseQuery("last-used:never"))).toBe("last-used:never");
    expect(printQuery(parseQuery("last-used:unused"))).toBe("last-used:unused");
    expect(parseQuery("last-used:>90d,never-90d")).toEqual(parseQuery("last-used:unused"));
    expect(parseQuery("class:ai risk:critical,high owner:me owner:none")).toEqual({
      class: [
        "ai_model_credential",
        "ai_tool_token",
        "ai_retrieval_connector",
        "ai_deployment_secret",
      ],
      band: ["critical", "high"],
      ownerState: ["none"],
      owner: ["me"],
    });
  });

  it.each([
    ["colour:red", /"colour:" is not a condition.*source, kind/],
    ["kind:robot", /"robot" is not a value of kind:.*service_account/],
    ["risk:lots", /"lots" is not a value of risk:.*>70/],
    ["risk:>100", /not a value of risk/],
    ["risk:<0", /not a value of risk/],
    ["risk:>70 risk:<20", /No score is both/],
    ["risk:85 risk:90", /No score is both at least 90 and at most 85/],
    ["risk:10,90", /"risk:10,90" names a range beside something else/],
    ["risk:critical,>70", /names a range beside something else/],
    ["owner:me,none", /names a state beside a person.*both must hold/],
    ["findings:yes findings:no", /takes one value/],
    [
      "last-used:soon",
      /"soon" is not a value of last-used:.*never_90d, not_yet, unknown, <30d.*never, unused/,
    ],
    ["owner:", /"owner:" needs a value/],
    ["kind:", /"kind:" needs a value.*service_account/],
    ['"open', /never closed/],
    ["x", /too short/],
    ["findings:yes,no", /takes one value/],
    ["__proto__:x constructor:y", /is not a condition|too short/],
    ["constructor:y", /"constructor:" is not a condition/],
  ])("says which word of %s is wrong and what is allowed", (query, message) => {
    expect(() => parseQuery(query)).toThrow(message);
  });

  it("lists what fits every range that is given, never only the last of them", () => {
    expect(parseQuery("risk:>20 risk:<80")).toEqual({ riskMin: 21, riskMax: 79 });
    expect(parseQuery("risk:>60 risk:>20 risk:<=90")).toEqual({ riskMin: 61, riskMax: 90 });
    expect(parseQuery("risk:>60 risk:10..90")).toEqual({ riskMin: 61, riskMax: 90 });
    expect(parseQuery("risk:high risk:>60")).toEqual({ band: ["high"], riskMin: 61 });
  });

  it("toggles and removes single values without touching the rest", () => {
    const one = toggleCondition({ source: ["aws"] }, "kind", "webhook");
    expect(one).toEqual({ source: ["aws"], kind: ["webhook"] });
    expect(toggleCondition(one, "kind", "webhook")).toEqual({ source: ["aws"] });
    expect(toggleCondition({}, "findings", "yes")).toEqual({ findings: "yes" });
    expect(toggleCondition({ findings: "yes" }, "findings", "yes")).toEqual({});
    expect(withoutCondition({ kind: ["webhook", "runner"] }, "kind", "runner")).toEqual({
      kind: ["webhook"],
    });
  });
});
