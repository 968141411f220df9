"use client";

import "@mantine/charts/styles.css";
import { AreaChart } from "@mantine/charts";
import { bandColour, bandLabel, chartBands, type ChartBand } from "./bands";

export type RiskDay = { day: string } & Record<ChartBand, number>;

const short = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });
const dayOf = (at: number) => short.format(new Date(at));
/** Drawn from the bottom up: the worst band rests on the axis, where its height can be read. */
const series = chartBands.map((band) => ({
  name: band,
  label: bandLabel(band),
  color: bandColour(band),
}));

/** Identities by risk band on a true scale of time. Loaded only where it is seen. */
export default function RiskOverTime({ days }: { days: RiskDay[] }) {
  const data = days.map((day) => ({ ...day, at: Date.parse(`${day.day}T00:00:00Z`) }));
  const absent = new Set(chartBands.filter((band) => days.every((day) => day[band] === 0)));
  return (
    <AreaChart
      h={240}
      data={data}
      dataKey="at"
      type="stacked"
      curveType="linear"
      withDots={false}
      strokeWidth={1}
      fillOpacity={0.8}
      gridAxis="x"
      tickLine="none"
      areaChartProps={{ accessibilityLayer: false }}
      areaProps={{ isAnimationActive: false }}
      xAxisProps={{
        type: "number",
        scale: "time",
        domain: ["dataMin", "dataMax"],
        tickFormatter: dayOf,
        minTickGap: 40,
      }}
      yAxisProps={{ width: 44 }}
      tooltipProps={{ labelFormatter: (at) => (typeof at === "number" ? dayOf(at) : at) }}
      tooltipAnimationDuration={0}
      series={series.filter(({ name }) => !absent.has(name))}
      valueFormatter={(value) => value.toLocaleString("en-GB")}
    />
  );
}
