"use client";

import { Skeleton, Text } from "@mantine/core";
import dynamic from "next/dynamic";
import { BandBars, type BandBar, totalOf } from "@/components/charts/band-bars";
import { bandLabel, chartBands } from "@/components/charts/bands";
import { ChartFrame } from "@/components/charts/chart-frame";
import type { RiskDay } from "@/components/charts/risk-over-time";
import { thresholds } from "@/lib/domain/risk/thresholds";
import { number, percent } from "./figures";
import { barsOf, type Slice } from "./slices";
import classes from "./overview.module.css";

const RiskOverTime = dynamic(() => import("@/components/charts/risk-over-time"), {
  ssr: false,
  loading: () => <Skeleton height={220} />,
});

const columns = ["", ...chartBands.map(bandLabel), "Total"];
const rowsOf = (bars: readonly BandBar[]) =>
  bars.map((bar) => [bar.label, ...chartBands.map((band) => bar.bands[band]), totalOf(bar)]);

const atRisk = (bar: BandBar) => bar.bands.critical + bar.bands.high;
const sum = (bars: readonly BandBar[], value: (bar: BandBar) => number) =>
  bars.reduce((total, bar) => total + value(bar), 0);

interface BarChartProps {
  bars: BandBar[];
  title: string;
  sentence: string;
  first: string;
}

function BarChart({ bars, title, sentence, first }: BarChartProps) {
  return (
    <ChartFrame
      title={title}
      sentence={sentence}
      unit="identities"
      columns={[first, ...columns.slice(1)]}
      rows={rowsOf(bars)}
    >
      <BandBars bars={bars} />
    </ChartFrame>
  );
}

function Trend({ days }: { days: readonly RiskDay[] }) {
  const [first, last] = [days.at(0), days.at(-1)];
  const change = first && last ? last.critical + last.high - first.critical - first.high : 0;
  const title =
    days.length < 2
      ? "The trend begins with the second day"
      : change === 0
        ? `As many at risk as on ${first?.day}`
        : `${number(Math.abs(change))} ${change > 0 ? "more" : "fewer"} at risk than on ${first?.day}`;
  return (
    <ChartFrame
      title={title}
      sentence="Identities by risk band at the end of each day, UTC."
      unit="identities"
      columns={["Day", ...chartBands.map(bandLabel)]}
      rows={days.map((day) => [day.day, ...chartBands.map((band) => day[band])])}
    >
      {days.length === 0 ? (
        <Text size="sm">No day has been recorded yet. The first is written after a sync.</Text>
      ) : (
        <RiskOverTime days={[...days]} />
      )}
    </ChartFrame>
  );
}

const ageOrder = ["lt_30d", "30_90d", "90_365d", "gt_365d", "unknown"];
const rotationOrder = ["over_policy", "never", "within_policy", "unknown", "not_applicable"];

/** Every chart with its finding as the title; all numbers come ready from the server. */
export function Charts({ slices, days }: { slices: readonly Slice[]; days: readonly RiskDay[] }) {
  const bySource = barsOf(slices, "source");
  const byClass = barsOf(slices, "class");
  const byAge = barsOf(slices, "age", ageOrder);
  const byRotation = barsOf(slices, "rotation", rotationOrder);
  const total = sum(byClass, totalOf);
  const ai = sum(
    byClass.filter((bar) => bar.key.startsWith("ai_")),
    totalOf,
  );
  const worst = bySource.toSorted((a, b) => atRisk(b) - atRisk(a))[0];
  const old = sum(
    byAge.filter((bar) => bar.key === "gt_365d"),
    totalOf,
  );
  const late = sum(
    byRotation.filter((bar) => bar.key === "over_policy"),
    totalOf,
  );
  return (
    <div className={classes.grid}>
      <div className={classes.wide}>
        <Trend days={days} />
      </div>
      <BarChart
        bars={bySource}
        first="Source"
        title={
          worst && atRisk(worst) > 0
            ? `${worst.label} has ${number(atRisk(worst))} at risk`
            : "No source has identities at risk"
        }
        sentence="Risk by source, the ten largest."
      />
      <BarChart
        bars={byClass}
        first="Class"
        title={`${percent(ai, total)} are AI credentials`}
        sentence="Risk by class. AI credentials must rotate faster."
      />
      <BarChart
        bars={byAge}
        first="Age"
        title={`${percent(old, total)} are older than a year`}
        sentence="Age since creation at the provider."
      />
      <BarChart
        bars={byRotation}
        first="Rotation"
        title={`${percent(late, total)} are past their rotation policy`}
        sentence={`Policy: ${thresholds.ai_model_credential.rotationDays} days for AI credentials, ${thresholds.legacy_application.rotationDays} days for applications.`}
      />
    </div>
  );
}
