import classes from "./band-badge.module.css";

const shapes = { critical: "◆", high: "▲", medium: "●", low: "○", unknown: "–" } as const;
type Band = keyof typeof shapes;

const bandOf = (value: string): Band =>
  Object.hasOwn(shapes, value) ? (value as Band) : "unknown";

/** A risk band or a severity: word, shape and colour together. */
export function BandBadge({ band, score }: { band: string; score?: number }) {
  const known = bandOf(band);
  return (
    <span className={classes.badge} data-band={known}>
      <span aria-hidden="true">{shapes[known]}</span>
      {score === undefined ? null : <b>{score}</b>}
      {known.charAt(0).toUpperCase() + known.slice(1)}
    </span>
  );
}
