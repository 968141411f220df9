import { PageHeader } from "@/components/shell/page-header";
import { counted } from "@/lib/domain/counted";
import type { RuleGroup } from "@/lib/use-cases/findings/list-finding-rules";
import type { FindingParams } from "../search-params";
import { ExportLink } from "./export-link";

interface FindingsHeaderProps {
  rules: readonly RuleGroup[];
  params: FindingParams;
}

/** How many findings are listed, and the way to take them along. */
export function FindingsHeader({ rules, params }: FindingsHeaderProps) {
  const findings = rules.reduce((sum, rule) => sum + rule.findings, 0);
  return (
    <PageHeader
      title="Findings"
      sentence={`${counted(findings, "finding")} from ${counted(rules.length, "rule")}, worst first. A finding closes by itself when its cause is gone.`}
      actions={<ExportLink params={params} />}
    />
  );
}
