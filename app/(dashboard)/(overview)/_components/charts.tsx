"use client";

import { BandBars, type BandBar, totalOf } from "@/components/charts/band-bars";
import { bandLabel, chartBands } from "@/components/charts/bands";
import { ChartFrame } from "@/components/charts/chart-frame";
import type { RotationSpan } from "@/lib/domain/policy/rotation-span";
import { listHref, number, percent } from "./figures";
import { RotationChart } from "./rotation-chart";
import type { SecretAge } from "./secret-ages";
import { barsOf, type Slice } from "./slices";
import classes from "./overview.module.css";

const rowsOf = (bars: readonly BandBar[]) =>
  bars.map((bar) => [bar.label, ...chartBands.map((band) => bar.bands[band]), totalOf(bar)]);

const atRisk = (bar: BandBar) => bar.bands.critical + bar.bands.high;
const total = (bars: readonly BandBar[]) => bars.reduce((sum, bar) => sum + totalOf(bar), 0);

interface BarChartProps {
  bars: BandBar[];
  title: string;
  sentence: string;
  first: string;
  link?: { href: string; label: string };
}

function BarChart({ bars, title, sentence, first, link }: BarChartProps) {
  return (
    <ChartFrame
      title={title}
      sentence={sentence}
      unit="identities"
      columns={[first, ...chartBands.map(bandLabel), "Total"]}
      rows={rowsOf(bars)}
      {...(link ? { link } : {})}
    >
      <BandBars bars={bars} />
    </ChartFrame>
  );
}

const ageOrder = ["lt_30d", "30_90d", "90_365d", "gt_365d", "unknown"];
const isAi = (name: string) => name.startsWith("ai_");

interface ChartsProps {
  slices: readonly Slice[];
  secretAges: readonly SecretAge[];
  rotation: readonly RotationSpan[];
}

/** Every chart with its finding as the title; all numbers come ready from the server. */
export function Charts({ slices, secretAges, rotation }: ChartsProps) {
  const bySource = barsOf(slices, "source");
  const byClass = barsOf(slices, "class");
  const byAge = barsOf(slices, "age", ageOrder);
  const aiBars = byClass.filter((bar) => isAi(bar.key));
  const worst = bySource.toSorted((a, b) => atRisk(b) - atRisk(a))[0];
  const old = total(byAge.filter((bar) => bar.key === "gt_365d"));
  return (
    <div className={classes.grid}>
      <RotationChart
        ages={secretAges.filter((age) => isAi(age.identityClass))}
        subject="AI keys"
        query="class:ai"
        spans={rotation.filter((span) => isAi(span.identityClass))}
      />
      <RotationChart
        ages={secretAges.filter((age) => !isAi(age.identityClass))}
        subject="other secrets"
        query="class:legacy_application,infrastructure,third_party"
        spans={rotation.filter((span) => !isAi(span.identityClass))}
      />
      <BarChart
        bars={byClass}
        first="Class"
        title={`${percent(total(aiBars), total(byClass))} are AI credentials`}
        sentence="Risk by class, from what each may reach, who answers for it and how old it is."
        link={{ href: listHref("class:ai"), label: `Show the ${number(total(aiBars))} of AI` }}
      />
      <BarChart
        bars={byAge}
        first="Age"
        title={`${percent(old, total(byAge))} are older than a year`}
        sentence="Risk by age since creation at the provider."
        link={{ href: listHref("age:>365d"), label: `Show the ${number(old)} older than a year` }}
      />
      {bySource.length > 1 ? (
        <div className={classes.wide}>
          <BarChart
            bars={bySource}
            first="Source"
            title={
              worst && atRisk(worst) > 0
                ? `${worst.label} has ${number(atRisk(worst))} at risk, more than any other source`
                : "No source has identities at risk"
            }
            sentence="Risk by source, the ten largest."
          />
        </div>
      ) : null}
    </div>
  );
}
