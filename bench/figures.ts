import { mkdirSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

export interface Figure {
  name: string;
  value: number;
  unit: string;
  /** The physical limit measured in the same run, in the same unit. */
  limit?: number;
  /** What the figure is promised to stay below: absolute, or as a ratio to the limit. */
  atMost?: number;
  ratioAtMost?: number;
}

const round = (value: number): number =>
  value >= 100 ? Math.round(value) : Number(value.toPrecision(3));

/** Prints the figures as a table and writes them to bench/results/<bench>.json. Returns false when one misses. */
export function report(bench: string, figures: readonly Figure[]): boolean {
  const rows = figures.map((figure) => {
    const ratio = figure.limit === undefined ? undefined : figure.value / figure.limit;
    const met =
      (figure.atMost === undefined || figure.value <= figure.atMost) &&
      (figure.ratioAtMost === undefined || (ratio ?? 0) <= figure.ratioAtMost);
    return {
      ...figure,
      value: round(figure.value),
      ...(ratio === undefined ? {} : { ratio: round(ratio) }),
      met,
    };
  });
  for (const row of rows) {
    const limit =
      row.limit === undefined ? "" : `  limit ${round(row.limit)} ${row.unit}, ratio ${row.ratio}`;
    const target = [
      row.atMost === undefined ? "" : `at most ${row.atMost} ${row.unit}`,
      row.ratioAtMost === undefined ? "" : `at most ${row.ratioAtMost} × the limit`,
    ]
      .filter(Boolean)
      .join(", ");
    console.log(
      `  ${row.met ? "met   " : "MISSED"} ${row.name}: ${row.value} ${row.unit}${limit}${target ? `  (${target})` : ""}`,
    );
  }
  const machine = {
    cpus: os.cpus().length,
    model: os.cpus()[0]?.model ?? "unknown",
    node: process.version,
  };
  mkdirSync(path.resolve("bench/results"), { recursive: true });
  writeFileSync(
    path.resolve(`bench/results/${bench}.json`),
    `${JSON.stringify({ bench, measuredAt: new Date().toISOString(), machine, figures: rows }, null, 2)}\n`,
  );
  return rows.every((row) => row.met);
}

/** The p-th percentile (0-100) of the samples, by the nearest rank. */
export function percentile(samples: readonly number[], p: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil((p / 100) * sorted.length) - 1)] ?? 0;
}
