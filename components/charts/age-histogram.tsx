import { numberText } from "@/lib/domain/counted";
import classes from "./charts.module.css";

export interface AgeBin {
  label: string;
  within: number;
  past: number;
  /** The age is not known, so nothing here was judged. */
  unknown?: boolean;
}

interface AgeHistogramProps {
  bins: readonly AgeBin[];
  /** Drawn behind the first `after` bars. */
  line: { after: number; label: string };
}

/** A bar for those who do not see it. */
const spoken = ({ label, within, past, unknown }: AgeBin): string =>
  unknown
    ? `Age unknown: ${numberText(within)}`
    : `${label} days: ${numberText(within + past)}, ${numberText(past)} of them past policy`;

/** Where bars are narrow, a span breaks after its dash instead of running into its neighbour. */
const breakable = (label: string) => {
  const [from, to] = label.split("–");
  return to === undefined ? (
    label
  ) : (
    <>
      {from}–<wbr />
      {to}
    </>
  );
};

/** Upright bars over spans of days with a limit's line. Plain markup: weighs nothing, prints well. */
export function AgeHistogram({ bins, line }: AgeHistogramProps) {
  const tallest = Math.max(1, ...bins.map((bin) => bin.within + bin.past));
  const share = (value: number) => `${(100 * value) / tallest}%`;
  return (
    <>
      <ul className={classes.spoken}>
        {bins.map((bin) => (
          <li key={bin.label}>{spoken(bin)}</li>
        ))}
      </ul>
      <div className={classes.histogram} aria-hidden="true">
        <div className={classes.columns}>
          {bins.map((bin) => (
            <div key={bin.label} className={classes.column}>
              <span className={classes.columnTotal}>{numberText(bin.within + bin.past)}</span>
              <span className={classes.past} style={{ height: share(bin.past) }} />
              <span
                className={bin.unknown ? classes.unjudged : classes.within}
                style={{ height: share(bin.within) }}
              />
            </div>
          ))}
          <span className={classes.limit} style={{ left: `${(100 * line.after) / bins.length}%` }}>
            <span>{line.label}</span>
          </span>
        </div>
        <div className={classes.axis}>
          {bins.map((bin) => (
            <span key={bin.label}>{breakable(bin.label)}</span>
          ))}
        </div>
        <p className={classes.axisTitle}>Age in days</p>
      </div>
      <ul className={classes.legend}>
        <li>
          <i className={classes.within} aria-hidden="true" /> Within policy
        </li>
        <li>
          <i className={classes.past} aria-hidden="true" /> Past policy
        </li>
        <li>
          <i className={classes.unjudged} aria-hidden="true" /> Age unknown
        </li>
      </ul>
    </>
  );
}
