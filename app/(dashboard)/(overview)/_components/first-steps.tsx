import { Text, Title } from "@mantine/core";
import { IconArrowRight } from "@tabler/icons-react";
import Link from "next/link";
import { listHref } from "@/components/nhi/list-href";
import { DatedText } from "@/components/time/dated-text";
import { numberText } from "@/lib/domain/counted";
import type { Figures } from "./figures";
import { silenceOf, sourcesHref, type SourceReading } from "./reading";
import classes from "./overview.module.css";

interface Step {
  count: number;
  what: string;
  why: string;
  action: string;
  href: string;
}

interface FirstStepsProps {
  figures: Figures;
  coverage: readonly SourceReading[];
}

const of = (figures: Figures, key: keyof Figures) => ({
  count: figures[key].now,
  href: listHref(figures[key].query),
});

/** What hurts most comes first; rows without anything to do are left out. */
function stepsOf({ figures, coverage }: FirstStepsProps): Step[] {
  const blind = coverage.filter((source) => !source.whole);
  const all: Step[] = [
    {
      ...of(figures, "exposed"),
      what: "exposed to anybody",
      why: "Anyone who finds them can use them",
      action: "Close them",
    },
    {
      ...of(figures, "atRisk"),
      what: "critical or high risk",
      why: "They reach far or could be stolen unnoticed",
      action: "Review the riskiest",
    },
    {
      ...of(figures, "unowned"),
      what: "without an owner",
      why: "Nobody would notice misuse or agree to a change",
      action: "Assign owners",
    },
    {
      ...of(figures, "pastRotation"),
      what: "past their rotation policy",
      why: "A leaked copy works as long as the secret lives",
      action: "Plan rotation",
    },
    {
      count: blind.length,
      href: sourcesHref(blind),
      what: blind.length === 1 ? "source not read whole" : "sources not read whole",
      why: silenceOf(coverage)?.sentence ?? "What is not seen is not judged",
      action: "See what is missing",
    },
    {
      ...of(figures, "stale"),
      what: "unused for 90 days or never used",
      why: "What nobody uses can go without breaking anything",
      action: "Find what to remove",
    },
  ];
  return all.filter((step) => step.count > 0).slice(0, 5);
}

/** What to do first: at most five rows, each the way to its work. */
export function FirstSteps(props: FirstStepsProps) {
  const rows = stepsOf(props);
  return (
    <section className={classes.steps} aria-labelledby="first-steps">
      <Title order={2} size="h3" id="first-steps">
        What to do first
      </Title>
      {rows.length === 0 ? (
        <Text size="sm" c="dimmed" mt="xs">
          {props.figures.identities.now === 0
            ? "Nothing has been read yet, so nothing can be judged."
            : "Nothing stands out. New findings appear here after the next reading."}
        </Text>
      ) : (
        <ol>
          {rows.map((step) => (
            <li key={step.what}>
              <b className={classes.stepCount}>{numberText(step.count)}</b>
              <span className={classes.stepWords}>
                {step.what}
                <span className={classes.change}>
                  <DatedText text={step.why} />
                </span>
              </span>
              <Link href={step.href} className={classes.stepAction}>
                {step.action} <IconArrowRight size={14} aria-hidden="true" />
              </Link>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
