import Link from "next/link";
import { bandColour, bandLabel, chartBands, type ChartBand } from "./bands";
import classes from "./charts.module.css";

export interface BandBar {
  key: string;
  label: string;
  href?: string;
  bands: Readonly<Record<ChartBand, number>>;
}

export const totalOf = (bar: BandBar) => chartBands.reduce((sum, band) => sum + bar.bands[band], 0);

/** Horizontal bars split by risk band, longest first. Plain markup: weighs nothing and prints well. */
export function BandBars({ bars }: { bars: readonly BandBar[] }) {
  const longest = Math.max(1, ...bars.map(totalOf));
  return (
    <>
      <div className={classes.bars}>
        {bars.map((bar) => (
          <Bar key={bar.key} bar={bar} longest={longest} />
        ))}
      </div>
      <BandLegend />
    </>
  );
}

function Bar({ bar, longest }: { bar: BandBar; longest: number }) {
  const parts = chartBands.filter((band) => bar.bands[band] > 0);
  return (
    <>
      <span className={classes.barName} title={bar.label}>
        {bar.href ? <Link href={bar.href}>{bar.label}</Link> : bar.label}
      </span>
      <span
        className={classes.bar}
        title={parts.map((band) => `${bandLabel(band)} ${bar.bands[band]}`).join(", ")}
      >
        {parts.map((band) => (
          <span
            key={band}
            className={classes.part}
            title={`${bandLabel(band)}: ${bar.bands[band].toLocaleString("en-GB")}`}
            style={{
              width: `${(100 * bar.bands[band]) / longest}%`,
              background: bandColour(band),
            }}
          />
        ))}
      </span>
      <span className={classes.total}>{totalOf(bar).toLocaleString("en-GB")}</span>
    </>
  );
}

export function BandLegend() {
  return (
    <ul className={classes.legend}>
      {chartBands.map((band) => (
        <li key={band}>
          <i style={{ background: bandColour(band) }} aria-hidden="true" />
          {bandLabel(band)}
        </li>
      ))}
    </ul>
  );
}
