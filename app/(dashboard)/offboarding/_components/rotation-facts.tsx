import { exactTime } from "@/components/time/time-text";
import type { CaseShape } from "./case-shape";
import classes from "./offboarding.module.css";

type Rotation = NonNullable<CaseShape["rotation"]>;

const place = ({ destination }: Rotation): string =>
  destination.type === "shown_once"
    ? "Shown once to whoever asked"
    : `${destination.label} of ${destination.sourceName}`;

function oldUse({ lastUsedAt, quietUntil, overlapHours }: Rotation): string {
  if (overlapHours === null) return "Old and new cannot both work";
  if (!lastUsedAt) return `It must be unused for ${overlapHours} hours after the delivery`;
  if (lastUsedAt.state === "unknown") return `Unknown. ${lastUsedAt.detail ?? ""}`;
  const used = lastUsedAt.value ? `Last used ${exactTime(lastUsedAt.value)}` : "Never used";
  return quietUntil ? `${used}; quiet for long enough on ${exactTime(quietUntil)}` : used;
}

/** Where the new one goes and how the use of the old one looks. */
export function RotationFacts({ detail }: { detail: CaseShape }) {
  const { rotation } = detail;
  if (!rotation) return null;
  const { made, deliveredAt, secretUntil } = rotation;
  const kept = secretUntil ? `Not yet; sealed until ${exactTime(secretUntil)}` : "Not delivered";
  const rows: [string, string][] = [
    ["New one", made ? made.name : "Not made yet"],
    ["Goes to", place(rotation)],
    ["Delivered", deliveredAt ? exactTime(deliveredAt) : kept],
    ["Use of the old one", oldUse(rotation)],
  ];
  return (
    <section className={classes.section} aria-labelledby="successor">
      <h2 id="successor">Successor</h2>
      <dl className={classes.facts}>
        {rows.map(([term, words]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
