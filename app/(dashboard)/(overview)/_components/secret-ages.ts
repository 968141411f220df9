import type { AgeBin } from "@/components/charts/age-histogram";

export interface SecretAge {
  identityClass: string;
  fromDays: number;
  past: boolean;
  identities: number;
}

const floors = [0, 30, 60, 90, 180, 365, 730] as const;
const labels = ["0–29", "30–59", "60–89", "90–179", "180–364", "365–729", "730+"] as const;

/** Bars of age in days, unknown last; every span is there even when nothing is in it. */
export function binsOf(ages: readonly SecretAge[]): AgeBin[] {
  const count = (fromDays: number, past: boolean) =>
    ages
      .filter((age) => age.fromDays === fromDays && age.past === past)
      .reduce((sum, age) => sum + age.identities, 0);
  const bin = (fromDays: number, label: string): AgeBin => ({
    label,
    within: count(fromDays, false),
    past: count(fromDays, true),
  });
  return [
    ...floors.map((from, at) => bin(from, labels[at] ?? "")),
    { ...bin(-1, "Unknown"), unknown: true },
  ];
}

/** How many are past their policy, of those whose age is known or that were never rotated. */
export function pastOf(ages: readonly SecretAge[]): { past: number; judged: number } {
  const sum = (list: readonly SecretAge[]) => list.reduce((n, age) => n + age.identities, 0);
  return {
    past: sum(ages.filter((age) => age.past)),
    judged: sum(ages.filter((age) => age.past || age.fromDays >= 0)),
  };
}

/** Where a policy of so many days is drawn, in bars: 45 is in the middle of the second one. */
export function barsWithin(policyDays: number): number {
  const at = floors.findLastIndex((from) => from < policyDays);
  const [from = 0, to] = [floors[at], floors[at + 1]];
  return to === undefined ? floors.length : at + (policyDays - from) / (to - from);
}
