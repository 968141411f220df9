import { IconShieldCheck } from "@tabler/icons-react";
import Link from "next/link";
import { BandBadge } from "@/components/nhi/band-badge";
import { PlainTable } from "@/components/plain-table/plain-table";
import cells from "@/components/plain-table/plain-table.module.css";
import { EmptyState } from "@/components/states/empty-state";
import { TimeAgo } from "@/components/time/time-ago";
import { counted, numberText } from "@/lib/domain/counted";
import type { RuleGroup } from "@/lib/use-cases/findings/list-finding-rules";
import { findingsHref } from "../findings-href";
import type { FindingParams } from "../search-params";
import { FrameworkTags } from "./framework-tags";
import classes from "./findings.module.css";
import { UncheckedLink } from "./unchecked-link";

/** `12 critical, 30 high`: how the findings of a rule divide, when they do. */
function mixText({ bySeverity, findings, severity }: RuleGroup): string | null {
  if (bySeverity[severity] === findings) return null;
  return Object.entries(bySeverity)
    .filter(([, count]) => count > 0)
    .map(([name, count]) => `${numberText(count)} ${name}`)
    .join(", ");
}

function Row({ group, params }: { group: RuleGroup; params: FindingParams }) {
  const mix = mixText(group);
  return (
    <tr>
      <td>
        <BandBadge band={group.severity} />
      </td>
      <td className={classes.wide}>
        <Link href={findingsHref(params, { rule: group.ruleId, cursor: null, finding: null })}>
          {group.title}
        </Link>
        <span className={classes.under}>{group.remedy}</span>
      </td>
      <td className={cells.nowrap}>
        <FrameworkTags frameworks={group.frameworks} most={2} />
      </td>
      <td data-number className={cells.nowrap}>
        <div>
          <b className={classes.count}>{numberText(group.findings)}</b>
          {mix ? <span className={classes.under}>{mix}</span> : null}
          {group.answers && group.answers.failed !== group.findings ? (
            <span className={classes.under}>
              {counted(group.answers.failed, "identity", "identities")}
            </span>
          ) : null}
        </div>
      </td>
      <td data-number className={cells.nowrap}>
        {group.answers ? (
          <UncheckedLink
            ruleId={group.ruleId}
            count={group.answers.unknown}
            source={params.source}
          />
        ) : (
          "–"
        )}
      </td>
      <td className={`${cells.quiet} ${cells.nowrap}`}>
        <TimeAgo at={group.oldestAt} />
      </td>
    </tr>
  );
}

/** Findings by rule: how many, which controls, what to do, and how long the oldest has stood. */
export function RuleTable({
  items,
  params,
}: {
  items: readonly RuleGroup[];
  params: FindingParams;
}) {
  if (items.length === 0) {
    const state = params.state ?? "open";
    return (
      <EmptyState
        icon={<IconShieldCheck size={22} />}
        title={state === "open" ? "No finding is open" : `No finding is ${state}`}
        sentence="Rules run after every sync. Change the filter, or connect a source whose facts they can judge."
        action={<Link href="/findings">Show all open findings</Link>}
      />
    );
  }
  return (
    <PlainTable
      label="Findings by rule"
      columns={[
        "Severity",
        "Rule and what to do",
        "Controls",
        { label: "Findings", number: true },
        { label: "Could not be checked", number: true },
        "Oldest",
      ]}
    >
      {items.map((group) => (
        <Row key={group.ruleId} group={group} params={params} />
      ))}
    </PlainTable>
  );
}
