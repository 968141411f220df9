import { PlainTable } from "@/components/plain-table/plain-table";
import { counted, numberText } from "@/lib/domain/counted";
import type { QuietRule } from "@/lib/use-cases/findings/list-finding-rules";
import type { FindingParams } from "../search-params";
import classes from "./findings.module.css";
import { UncheckedLink } from "./unchecked-link";

/** The rules that found nothing: silence counts only where they could look. */
export function QuietRules({
  rules,
  source,
}: {
  rules: readonly QuietRule[];
  source: FindingParams["source"];
}) {
  if (rules.length === 0) return null;
  const unsure = rules.filter(({ answers }) => answers.unknown > 0).length;
  return (
    <details className={classes.quiet}>
      <summary>
        {counted(rules.length, "rule", "rules")} found nothing
        {unsure > 0
          ? `; ${numberText(unsure)} of them could not check every identity they apply to`
          : ""}
      </summary>
      <PlainTable
        label="Rules that found nothing"
        columns={[
          "Rule",
          { label: "Passed", number: true },
          { label: "Could not be checked", number: true },
        ]}
      >
        {rules.map(({ ruleId, title, answers }) => (
          <tr key={ruleId}>
            <td>{title}</td>
            <td data-number>{numberText(answers.passed)}</td>
            <td data-number>
              <UncheckedLink ruleId={ruleId} count={answers.unknown} source={source} />
            </td>
          </tr>
        ))}
      </PlainTable>
    </details>
  );
}
