import type { BandBar } from "@/components/charts/band-bars";
import { chartBands, type ChartBand } from "@/components/charts/bands";
import { valueWord } from "@/components/nhi/words";

export interface Slice {
  by: "source" | "class" | "age" | "rotation";
  value: string;
  label: string;
  band: string;
  identities: number;
}

const emptyBands = (): Record<ChartBand, number> =>
  Object.fromEntries(chartBands.map((band) => [band, 0])) as Record<ChartBand, number>;

/** One bar for each value of a cut, each the way to its list. `order` keeps a scale's own order. */
export function barsOf(
  slices: readonly Slice[],
  by: Slice["by"],
  order?: readonly string[],
): BandBar[] {
  const bars = new Map<string, BandBar & { bands: Record<ChartBand, number>; total: number }>();
  for (const slice of slices) {
    if (slice.by !== by) continue;
    const bar = bars.get(slice.value) ?? {
      key: slice.value,
      label: by === "source" ? slice.label : valueWord(by, slice.value),
      query: `${by}:${slice.value}`,
      bands: emptyBands(),
      total: 0,
    };
    const band = chartBands.find((one) => one === slice.band) ?? "unknown";
    bar.bands[band] += slice.identities;
    bar.total += slice.identities;
    bars.set(slice.value, bar);
  }
  const list = [...bars.values()];
  return order
    ? list.toSorted((a, b) => order.indexOf(a.key) - order.indexOf(b.key))
    : list.toSorted((a, b) => b.total - a.total);
}
