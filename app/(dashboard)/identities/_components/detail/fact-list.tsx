import { FactValue } from "@/components/nhi/fact-value";
import { RelativeTime } from "@/components/nhi/relative-time";
import { exactTime } from "@/components/time/time-text";
import { classWords, environmentWords } from "@/components/nhi/words";
import type { IdentityDetail, ShownFact } from "@/lib/domain/inventory/identity-detail";
import classes from "./detail.module.css";

function Value({ fact }: { fact: ShownFact }) {
  if (fact.kind === "never") return "Never";
  if (fact.kind === "instant" && fact.value !== null) {
    return (
      <>
        {exactTime(fact.value)} (<RelativeTime at={fact.value} />)
      </>
    );
  }
  return fact.value;
}

/** Facts as lines: the value with its source and time, or the dashed mark with the reason. */
export function FactLines({ facts }: { facts: readonly ShownFact[] }) {
  return (
    <dl className={classes.facts}>
      {facts.flatMap((fact) => [
        <dt key={`${fact.label}-label`}>{fact.label}</dt>,
        <dd key={`${fact.label}-value`}>
          <FactValue unknown={fact.unknown}>
            <Value fact={fact} />
          </FactValue>
          <div className={classes.small}>
            {fact.unknown ??
              (fact.source
                ? `${fact.source}${fact.observedAt ? `, read ${exactTime(fact.observedAt)}` : ""}`
                : null)}
          </div>
        </dd>,
      ])}
    </dl>
  );
}

/** Whose word class and environment are: a person's over what the source's data suggest. */
function classificationLines({ identity, override }: IdentityDetail): [string, string][] {
  const lines: [string, string][] = [
    ["Class", classWords[identity.identityClass]],
    ["Environment", environmentWords[identity.environment]],
  ];
  if (!override) return lines;
  const who = `set by ${override.by} on ${exactTime(override.at)}: ${override.reason}`;
  const listed = {
    Class: override.identityClass ? classWords[override.listedClass] : null,
    Environment: override.environment ? environmentWords[override.listedEnvironment] : null,
  } as const;
  return lines.map(([label, value]) => {
    const suggested = listed[label as keyof typeof listed];
    return [label, suggested ? `${value}, ${who} (the source suggests ${suggested})` : value];
  });
}

/** Everything that the source said, and what Muster adds. */
export function FactList({ detail }: { detail: IdentityDetail }) {
  const plain: [string, string][] = [
    ...classificationLines(detail),
    ["Provider's kind", detail.identity.detail],
    ...(detail.vendor ? [["Vendor", detail.vendor] as [string, string]] : []),
    ...(detail.container ? [["Contained in", detail.container] as [string, string]] : []),
    ["Pipeline stage", detail.stage],
    ...Object.entries(detail.tags).map(([key, value]): [string, string] => [`Tag ${key}`, value]),
    ...detail.attributes.map(({ label, value }): [string, string] => [label, value]),
    ["First seen by Muster", exactTime(detail.firstSeenAt)],
    ["Last seen by Muster", exactTime(detail.lastSeenAt)],
    ...(detail.scoredAt ? [["Scored", exactTime(detail.scoredAt)] as [string, string]] : []),
  ];
  return (
    <div className={classes.box}>
      <FactLines facts={detail.facts} />
      <dl className={classes.facts}>
        {plain.flatMap(([label, value]) => [
          <dt key={`${label}-label`}>{label}</dt>,
          <dd key={`${label}-value`}>{value}</dd>,
        ])}
      </dl>
    </div>
  );
}
