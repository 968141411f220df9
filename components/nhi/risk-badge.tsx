import type { RiskBand } from "@/lib/domain/risk/risk";
import classes from "./nhi.module.css";
import { bandWords } from "./words";

interface RiskProps {
  score: number;
  band: RiskBand;
  /** 0-100: the share of the weights whose facts are known. */
  confidence: number;
}

/** The score as number, bar and word: never by colour alone. */
export function RiskBadge({ score, band, confidence }: RiskProps) {
  const hint = `Risk ${score} of 100, ${bandWords[band].toLowerCase()}. Based on ${confidence} % of the facts.`;
  return (
    <span className={`${classes.risk} ${classes.band}`} data-band={band} data-hint={hint}>
      <span className={classes.riskNumber}>{score}</span>
      <span className={classes.riskTrack} aria-hidden="true">
        <span className={classes.riskBar} style={{ width: `${score}%` }} />
      </span>
      <span className={classes.riskWord}>{bandWords[band]}</span>
    </span>
  );
}

/** A word on a soft ground of the band's colour, for severities and verdicts. */
export function BandTag({ band, children }: { band: RiskBand; children: string }) {
  return (
    <span className={`${classes.tag} ${classes.band}`} data-band={band}>
      {children}
    </span>
  );
}
