import { DatedText } from "@/components/time/dated-text";
import { exactTime } from "@/components/time/time-text";
import { factorWords } from "@/components/nhi/words";
import type { IdentityDetail } from "@/lib/domain/inventory/identity-detail";
import classes from "./detail.module.css";
import { Empty } from "./section";

/** A bar per factor: points of its most, the reason, and the fact behind it. */
export function WhyThisScore({ detail }: { detail: IdentityDetail }) {
  if (detail.breakdown.length === 0) {
    return (
      <Empty>Not scored yet. The score follows within a minute of the sync that found it.</Empty>
    );
  }
  const rank = { known: 0, unknown: 1, not_applicable: 2 } as const;
  const lines = detail.breakdown.toSorted(
    (a, b) => b.points - a.points || rank[a.state] - rank[b.state],
  );
  const widest = Math.max(...lines.map((line) => line.max), 1);
  return (
    <div className={classes.factors}>
      {lines.map((line) => (
        <div key={line.factor} className={classes.factor}>
          <span className={classes.factorName}>{factorWords[line.factor]}</span>
          <span className={classes.factorBar}>
            {/* The track is as long as the factor can weigh, so bars compare over factors. */}
            <span
              className={classes.track}
              data-state={line.state}
              style={{ width: `${(100 * line.max) / widest}%` }}
              aria-hidden="true"
            >
              <span style={{ width: `${line.max > 0 ? (100 * line.points) / line.max : 0}%` }} />
            </span>
            <span data-hint={`${line.points} of at most ${line.max} points`}>
              {line.state === "unknown" ? "?" : line.points > 0 ? `+${line.points}` : "0"}
            </span>
          </span>
          <span className={classes.factorWhy}>
            {line.state === "unknown" ? "Unknown, so no points: " : ""}
            <DatedText text={line.because} />
            {line.source ? (
              <span className={classes.small}>
                {" "}
                <DatedText
                  text={
                    line.observedAt
                      ? `${line.source}, known since ${exactTime(line.observedAt)}`
                      : line.source
                  }
                />
              </span>
            ) : null}
          </span>
        </div>
      ))}
    </div>
  );
}
