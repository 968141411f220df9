import { Title } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import Link from "next/link";
import { BandBadge } from "@/components/nhi/band-badge";
import { counted, numberText } from "@/lib/domain/counted";
import type { RuleGroup } from "@/lib/use-cases/findings/list-finding-rules";
import { findingsHref } from "../findings-href";
import type { FindingParams } from "../search-params";
import { FrameworkTags } from "./framework-tags";
import classes from "./findings.module.css";
import { UncheckedLink } from "./unchecked-link";

interface RuleHeaderProps {
  rule: { value: string; label: string };
  /** Absent when the rule found nothing under the filter. */
  group: RuleGroup | undefined;
  params: FindingParams;
}

/** The one rule that the list is about: what it means and what to do. */
export function RuleHeader({ rule, group, params }: RuleHeaderProps) {
  return (
    <section className={classes.rule} aria-label="Rule">
      <Link
        href={findingsHref(params, { rule: null, cursor: null, finding: null })}
        className={classes.back}
      >
        <IconArrowLeft size={14} aria-hidden="true" /> All rules
      </Link>
      <Title order={2}>{rule.label}</Title>
      {group ? (
        <>
          <p>{group.remedy}</p>
          <div className={classes.ruleFacts}>
            <BandBadge band={group.severity} />
            <span>
              {group.findings.toLocaleString("en-GB")}{" "}
              {group.findings === 1 ? "finding" : "findings"}
            </span>
            <FrameworkTags frameworks={group.frameworks} />
          </div>
          {group.answers ? (
            <span className={classes.under}>
              It failed for {counted(group.answers.failed, "identity", "identities")}, could not be
              checked for{" "}
              <UncheckedLink
                ruleId={rule.value}
                count={group.answers.unknown}
                source={params.source}
              />{" "}
              and passed for {numberText(group.answers.passed)}.
            </span>
          ) : null}
        </>
      ) : null}
    </section>
  );
}
