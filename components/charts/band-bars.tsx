import Link from "next/link";
import { numberText } from "@/lib/domain/counted";
import { listHref } from "../nhi/list-href";
import { bandColour, bandLabel, chartBands, type ChartBand } from "./bands";
import classes from "./charts.module.css";

export interface BandBar {
  key: string;
  label: string;
  /** The inventory's query of what the bar counts; empty for all. */
  query: string;
  bands: Readonly<Record<ChartBand, number>>;
}

/** The list behind a bar, or behind its part of one band. */
export const barHref = ({ query }: BandBar, band?: ChartBand): string =>
  listHref([query, ...(band ? [`band:${band}`] : [])].join(" ").trim());

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
        <Link href={barHref(bar)}>{bar.label}</Link>
      </span>
      <span className={classes.bar}>
        {parts.map((band) => (
          // The table of the same numbers has each of these links for the keyboard.
          <Link
            key={band}
            href={barHref(bar, band)}
            className={classes.part}
            tabIndex={-1}
            prefetch={false}
            aria-label={`${bar.label}, ${bandLabel(band)}: ${numberText(bar.bands[band])}`}
            title={`${bandLabel(band)}: ${numberText(bar.bands[band])}`}
            style={{
              width: `${(100 * bar.bands[band]) / longest}%`,
              background: bandColour(band),
            }}
          />
        ))}
      </span>
      <span className={classes.total}>{numberText(totalOf(bar))}</span>
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
