"use client";

import { BandBars, type BandBar, barHref, totalOf } from "@/components/charts/band-bars";
import { bandLabel, chartBands } from "@/components/charts/bands";
import { ChartFrame, type ChartRow } from "@/components/charts/chart-frame";
import { listHref } from "@/components/nhi/list-href";
import { numberText } from "@/lib/domain/counted";
import type { RotationSpan } from "@/lib/domain/policy/rotation-span";
import { RotationChart } from "./rotation-chart";
import type { SecretAge } from "./secret-ages";
import { barsOf, type Slice } from "./slices";
import { sourceRisk } from "./source-risk";
import { ageTitle, classTitle, isAi, totalOfAll } from "./titles";
import classes from "./overview.module.css";

const linked = (value: number, href: string) => (value === 0 ? 0 : { value, href });

const rowsOf = (bars: readonly BandBar[]): ChartRow[] =>
  bars.map((bar) => [
    bar.label,
    ...chartBands.map((band) => linked(bar.bands[band], barHref(bar, band))),
    linked(totalOf(bar), barHref(bar)),
  ]);

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

const linkTo = (count: number, query: string, what: string) =>
  count === 0
    ? {}
    : { link: { href: listHref(query), label: `Show the ${numberText(count)} ${what}` } };

const ageOrder = ["lt_30d", "30_90d", "90_365d", "gt_365d", "unknown"];

interface ChartsProps {
  slices: readonly Slice[];
  secretAges: readonly SecretAge[];
  rotation: readonly RotationSpan[];
}

/** Every chart with its finding as the title, once there is anything; all numbers come ready from the server. */
export function Charts({ slices, secretAges, rotation }: ChartsProps) {
  if (slices.length === 0) return null;
  const bySource = barsOf(slices, "source");
  const byClass = barsOf(slices, "class");
  const byAge = barsOf(slices, "age", ageOrder);
  const ai = totalOfAll(byClass.filter((bar) => isAi(bar.key)));
  const old = totalOfAll(byAge.filter((bar) => bar.key === "gt_365d"));
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
        title={classTitle(byClass)}
        sentence="Risk by class, from what each may reach, who answers for it and how old it is."
        {...linkTo(ai, "class:ai", "of AI")}
      />
      <BarChart
        bars={byAge}
        first="Age"
        title={ageTitle(byAge)}
        sentence="Risk by age since creation at the provider."
        {...linkTo(old, "age:>365d", "older than a year")}
      />
      {bySource.length > 1 ? (
        <div className={classes.wide}>
          <BarChart first="Source" {...sourceRisk(bySource)} />
        </div>
      ) : null}
    </div>
  );
}
