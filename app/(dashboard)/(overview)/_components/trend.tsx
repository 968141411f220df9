"use client";

import { Skeleton, VisuallyHidden } from "@mantine/core";
import dynamic from "next/dynamic";
import { BandBars, BandLegend } from "@/components/charts/band-bars";
import { bandLabel, chartBands } from "@/components/charts/bands";
import { ChartFrame } from "@/components/charts/chart-frame";
import type { RiskDay } from "@/components/charts/risk-over-time";
import { numberText } from "@/lib/domain/counted";
import { dayText } from "./figures";

const RiskOverTime = dynamic(() => import("@/components/charts/risk-over-time"), {
  ssr: false,
  loading: () => <Skeleton height={240} />,
});

const atRisk = (day: RiskDay) => day.critical + day.high;

function titleOf(days: readonly RiskDay[]): string {
  const [first, last] = [days.at(0), days.at(-1)];
  if (!first || !last) return "No day has been recorded yet";
  if (first === last) return `History starts today: ${numberText(atRisk(last))} at risk`;
  const since = dayText(first.day, last.day);
  const change = atRisk(last) - atRisk(first);
  if (change === 0) return `As many at risk as on ${since}`;
  return `${numberText(Math.abs(change))} ${change > 0 ? "more" : "fewer"} at risk than on ${since}`;
}

function sentenceOf(days: readonly RiskDay[], sampleSince: string | null): string {
  const first = days.at(0);
  if (!first) return "The first day is written after the first sync.";
  if (days.length === 1) return "One reading a day is kept; the curve begins with the second.";
  const made =
    sampleSince && first.day < sampleSince.slice(0, 10)
      ? ` Days before ${dayText(sampleSince, sampleSince)} are made up with the sample organisation.`
      : "";
  return `Identities by risk band at the end of each day, UTC.${made}`;
}

/** The ends of the curve for those who do not see it; the days between are in the table. */
const spoken = (days: readonly RiskDay[]): string =>
  [days.at(0), days.at(-1)]
    .filter((day) => day !== undefined)
    .map(
      (day) =>
        `${day.day}: ${chartBands.map((band) => `${bandLabel(band)} ${numberText(day[band])}`).join(", ")}`,
    )
    .join(". ");

interface TrendProps {
  days: readonly RiskDay[];
  /** When the sample organisation was loaded, if it is. */
  sampleSince: string | null;
}

/** Risk over the last 90 days; on the first day, what there is to compare with later. */
export function Trend({ days, sampleSince }: TrendProps) {
  const only = days.length === 1 ? days[0] : undefined;
  return (
    <ChartFrame
      title={titleOf(days)}
      sentence={sentenceOf(days, sampleSince)}
      unit="identities"
      columns={["Day", ...chartBands.map(bandLabel)]}
      rows={days.map((day) => [day.day, ...chartBands.map((band) => day[band])])}
    >
      {days.length > 1 ? (
        <>
          <VisuallyHidden>{spoken(days)}</VisuallyHidden>
          <div aria-hidden="true">
            <RiskOverTime days={[...days]} />
          </div>
          <BandLegend />
        </>
      ) : null}
      {only ? (
        <BandBars bars={[{ key: only.day, label: "Today", query: "", bands: only }]} />
      ) : null}
    </ChartFrame>
  );
}
