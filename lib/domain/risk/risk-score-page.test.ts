import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { classWords, factorWords } from "@/components/nhi/words";
import { identityClasses } from "../identity/identity";
import { rules } from "../policy/rules/index";
import { riskFactors } from "./risk";
import { bandFloors, disabledShare, leastConfidence, thresholds } from "./thresholds";

/** The formatter pads tables; the cells are what counts. */
const page = readFileSync("docs/risk-score.md", "utf8").replaceAll(/ +/g, " ");
const row = (cells: readonly (string | number)[]): string => `| ${cells.join(" | ")} |`;

describe("docs/risk-score.md", () => {
  it.each(identityClasses)("states the weights and thresholds of %s as they are", (name) => {
    const { weights, ...days } = thresholds[name];
    const label = classWords[name];
    expect(page).toContain(row([label, ...riskFactors.map((factor) => weights[factor])]));
    const { rotationDays, lifetimeDays, dormantDays, graceDays, ageDays } = days;
    expect(page).toContain(
      row([label, rotationDays, lifetimeDays, dormantDays, graceDays, ageDays]),
    );
  });

  it("states the order of the factors, the bands and the two constants", () => {
    expect(page).toContain(row(["Class", ...riskFactors.map((factor) => factorWords[factor])]));
    for (const [band, floor] of Object.entries(bandFloors))
      expect(page).toContain(
        row([`${band[0]!.toUpperCase()}${band.slice(1)}`, `${floor} and more`]),
      );
    expect(page).toContain(`below ${leastConfidence} %`);
    expect(page).toContain(`${disabledShare * 100} %`);
  });

  it("lists every rule with its severity and controls", () => {
    for (const { id, title, severity, frameworks } of rules)
      expect(page).toContain(row([`\`${id}\``, title, severity, frameworks.join(", ")]));
  });
});
