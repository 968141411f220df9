import type { DomainError } from "../errors";
import { riskBands } from "../risk/risk";

const isBand = (word: string): boolean =>
  (riskBands as readonly string[]).includes(word.toLowerCase());

const shape = /^(?:(>=|<=|>|<)(\d{1,3})|(\d{1,3})(?:\.\.(\d{1,3}))?)$/;

/**
 * Reads `risk:>70`, `risk:40..70`, `risk:85` or bands' words into the filter being built. A range
 * narrows those before it; a list that holds one beside anything else cannot mean any of them.
 */
export function parseRisk(
  filter: Record<string, unknown>,
  values: readonly string[],
  refuse: (message: string) => DomainError,
): void {
  if (values.length === 0) throw refuse(usage('"risk:" needs a value.'));
  const read = filter as { riskMin?: number; riskMax?: number };
  const ranges = values.filter((value) => !isBand(value));
  if (ranges.length > 0 && values.length > 1) {
    throw refuse(
      usage(
        `"risk:${values.join(",")}" names a range beside something else: give each a "risk:" of its own.`,
      ),
    );
  }
  for (const value of values) {
    const band = value.toLowerCase();
    if (isBand(band)) {
      filter.band = [...new Set([...((filter.band as string[] | undefined) ?? []), band])];
      continue;
    }
    const [min, max] = range(value) ?? [];
    if ((min ?? 0) > 100 || (max ?? 0) > 100 || (min === undefined && max === undefined)) {
      throw refuse(usage(`"${value}" is not a value of risk:.`));
    }
    if (min !== undefined) read.riskMin = Math.max(min, read.riskMin ?? min);
    if (max !== undefined) read.riskMax = Math.min(max, read.riskMax ?? max);
  }
  const { riskMin, riskMax } = read;
  if (riskMin !== undefined && riskMax !== undefined && riskMin > riskMax) {
    throw refuse(`No score is both at least ${riskMin} and at most ${riskMax}.`);
  }
}

function range(value: string): [number | undefined, number | undefined] | undefined {
  const match = shape.exec(value);
  if (!match) return undefined;
  const [, sign, bound, from, to] = match;
  if (from !== undefined) return [Number(from), Number(to ?? from)];
  const edge = Number(bound);
  switch (sign) {
    case ">":
      return [edge + 1, undefined];
    case ">=":
      return [edge, undefined];
    case "<":
      return edge > 0 ? [undefined, edge - 1] : undefined;
    default:
      return [undefined, edge];
  }
}

const usage = (start: string): string =>
  `${start} Allowed: >70, >=70, <40, <=40, 40..70, 85 (0 to 100), or ${riskBands.join(", ")}.`;

export function printRisk(min: number | undefined, max: number | undefined): string | null {
  if (min !== undefined && max !== undefined) return `risk:${min === max ? min : `${min}..${max}`}`;
  if (min !== undefined) return min === 0 ? "risk:>=0" : `risk:>${min - 1}`;
  if (max !== undefined) return max === 100 ? "risk:<=100" : `risk:<${max + 1}`;
  return null;
}
