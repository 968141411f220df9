import type { ReactNode } from "react";
import { FactValue } from "@/components/nhi/fact-value";
import { RelativeTime } from "@/components/nhi/relative-time";
import { DatedText } from "@/components/time/dated-text";
import { exactTime } from "@/components/time/time-text";
import { classWords, environmentWords, stageWords } from "@/components/nhi/words";
import type { IdentityDetail, ShownFact } from "@/lib/domain/inventory/identity-detail";
import classes from "./detail.module.css";
import { readText } from "./read-text";

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
            <DatedText text={fact.unknown ?? readText(fact) ?? ""} />
          </div>
        </dd>,
      ])}
    </dl>
  );
}

interface Line {
  label: string;
  value: ReactNode;
  unknown?: string | null;
}

/** Whose word class and environment are: a person's over what the source's data suggest. */
function classificationLines({ identity, override }: IdentityDetail): Line[] {
  const { identityClass, environment } = identity;
  const who = override
    ? `, set by ${override.by} on ${exactTime(override.at)}: ${override.reason}`
    : "";
  const line = (label: string, value: string, suggested: string | null): Line => ({
    label,
    value: suggested ? `${value}${who} (the source suggests ${suggested})` : value,
  });
  return [
    line(
      "Class",
      classWords[identityClass],
      override?.identityClass ? classWords[override.listedClass] : null,
    ),
    {
      ...line(
        "Environment",
        environmentWords[environment],
        override?.environment ? environmentWords[override.listedEnvironment] : null,
      ),
      unknown:
        environment === "unknown" && !override?.environment
          ? "Nothing that its source lists tells which"
          : null,
    },
  ];
}

function ownLines(detail: IdentityDetail): Line[] {
  const { stage, vendor, container, tags } = detail;
  return [
    { label: "Provider's kind", value: detail.identity.detail },
    ...(vendor ? [{ label: "Vendor", value: vendor }] : []),
    ...(container ? [{ label: "Contained in", value: container }] : []),
    {
      label: "Pipeline stage",
      value: stageWords[stage],
      unknown: stage === "unknown" ? "Nothing that its source lists tells which" : null,
    },
    ...Object.entries(tags).map(([key, value]) => ({ label: `Tag ${key}`, value })),
  ];
}

/** The provider's own fields: one value a line. */
function attributeLines({ attributes, readableBy }: IdentityDetail): Line[] {
  return [
    ...attributes.map(({ label, lines, unknown }) => ({
      label,
      value: <span className={classes.lines}>{lines.join("\n")}</span>,
      unknown,
    })),
    ...(readableBy === null ? [] : [{ label: "Can be read by", value: readableBy }]),
  ];
}

/** Everything that the source said, and what Muster adds. */
export function FactList({ detail }: { detail: IdentityDetail }) {
  const plain: Line[] = [
    ...classificationLines(detail),
    ...ownLines(detail),
    ...attributeLines(detail),
    { label: "First seen by Muster", value: exactTime(detail.firstSeenAt) },
    { label: "Last seen by Muster", value: exactTime(detail.lastSeenAt) },
    ...(detail.scoredAt ? [{ label: "Scored", value: exactTime(detail.scoredAt) }] : []),
  ];
  return (
    <div className={classes.box}>
      <FactLines facts={detail.facts} />
      <dl className={classes.facts}>
        {plain.flatMap(({ label, value, unknown }) => [
          <dt key={`${label}-label`}>{label}</dt>,
          <dd key={`${label}-value`}>
            <FactValue unknown={unknown ?? null}>{value}</FactValue>
            {unknown ? <div className={classes.small}>{unknown}</div> : null}
          </dd>,
        ])}
      </dl>
    </div>
  );
}
