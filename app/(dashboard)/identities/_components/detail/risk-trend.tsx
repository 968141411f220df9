import { RelativeTime } from "@/components/nhi/relative-time";
import { bandWords } from "@/components/nhi/words";
import type { IdentityDetail } from "@/lib/domain/inventory/identity-detail";
import type { RiskBand } from "@/lib/domain/risk/risk";
import classes from "./detail.module.css";

const level: Record<RiskBand, number> = { unknown: 0, low: 1, medium: 2, high: 3, critical: 4 };
const width = 132;
const height = 26;
const y = (band: RiskBand): number => height - 3 - (level[band] * (height - 6)) / 4;

/** The line of the bands: a step at each change, evenly spaced, the present at the right. */
function stepsOf(trend: IdentityDetail["riskTrend"], now: RiskBand): string {
  const bands = [trend[0]?.before ?? now, ...trend.map((change) => change.after)];
  const wide = width / bands.length;
  return (
    bands
      .map(
        (band, at) =>
          `${at === 0 ? "M0" : "H"}${at === 0 ? ` ${y(band)}` : `${at * wide}V${y(band)}`}`,
      )
      .join("") + `H${width}`
  );
}

/** How the risk came to be what it is: the bands it went through and the last change in words. */
export function RiskTrend({ detail }: { detail: IdentityDetail }) {
  const { riskTrend, identity } = detail;
  const last = riskTrend.at(-1);
  if (!last) {
    return (
      <div className={classes.small}>
        {bandWords[identity.risk.band]} since Muster first scored it
      </div>
    );
  }
  return (
    <div>
      <svg
        className={classes.trend}
        data-band={identity.risk.band}
        width={width}
        height={height}
        viewBox={`0 0 ${width} ${height}`}
        aria-hidden="true"
      >
        <path d={stepsOf(riskTrend, identity.risk.band)} />
        <circle cx={width - 3} cy={y(identity.risk.band)} r={3} />
      </svg>
      <div className={classes.small}>
        {last.summary}, <RelativeTime at={last.at} />
      </div>
    </div>
  );
}
