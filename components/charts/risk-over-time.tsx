"use client";

import "@mantine/charts/styles.css";
import { AreaChart } from "@mantine/charts";
import { bandColour, bandLabel, chartBands, type ChartBand } from "./bands";

export type RiskDay = { day: string } & Record<ChartBand, number>;

/** Identities by risk band, day by day. Loaded only where it is seen. */
export default function RiskOverTime({ days }: { days: RiskDay[] }) {
  return (
    <AreaChart
      h={220}
      data={days}
      dataKey="day"
      type="stacked"
      curveType="linear"
      withDots={days.length < 3}
      strokeWidth={1}
      fillOpacity={0.75}
      areaChartProps={{ accessibilityLayer: false }}
      series={chartBands.map((band) => ({
        name: band,
        label: bandLabel(band),
        color: bandColour(band),
      }))}
      valueFormatter={(value) => value.toLocaleString("en-GB")}
    />
  );
}
