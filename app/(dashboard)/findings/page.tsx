import type { Metadata } from "next";
import { pageContext } from "@/app/_http/request-context";
import { PageBody, PageHeader } from "@/components/shell/page-header";
import { CoverageNotice } from "@/components/states/coverage-notice";
import { IgnoredNotice } from "@/components/states/ignored-notice";
import { reachOf } from "@/lib/use-cases/context";
import { listFindingFacets } from "@/lib/use-cases/findings/list-findings";
import { listFindingRules } from "@/lib/use-cases/findings/list-finding-rules";
import { getCoverage } from "@/lib/use-cases/identities/get-coverage";
import { ExportLink } from "./_components/export-link";
import { FindingFilters } from "./_components/finding-filters";
import { FindingList } from "./_components/finding-list";
import { OpenFinding } from "./_components/open-finding";
import { RuleHeader } from "./_components/rule-header";
import { RuleTable } from "./_components/rule-table";
import { QuietRules } from "./_components/quiet-rules";
import { StateTabs } from "./_components/state-tabs";
import { readParams } from "./search-params";

export const metadata: Metadata = { title: "Findings" };

interface PageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function FindingsPage({ searchParams }: PageProps) {
  const ctx = await pageContext("finding:read");
  const { params, ignored } = readParams(await searchParams);
  const { finding, cursor: _cursor, view, ...filter } = params;
  const [facets, rules, coverage] = await Promise.all([
    listFindingFacets(ctx, { state: filter.state } as never),
    listFindingRules(ctx, filter as never),
    getCoverage(ctx, {}),
  ]);
  const total = rules.items.reduce((sum, rule) => sum + rule.findings, 0);
  const isList = view === "all" || filter.rule !== undefined;
  const number = (value: number) => value.toLocaleString("en-GB");
  return (
    <PageBody>
      <PageHeader
        title="Findings"
        sentence={`${number(total)} from ${number(rules.items.length)} ${rules.items.length === 1 ? "rule" : "rules"}, worst first. A finding closes by itself when its cause is gone.`}
        actions={<ExportLink params={params} />}
      />
      <StateTabs params={params} counts={facets.state} />
      <FindingFilters params={params} facets={facets} />
      <IgnoredNotice names={ignored} />
      <CoverageNotice coverage={coverage} mayOpen={reachOf(ctx, "source:read") === "all"} />
      {filter.rule ? (
        <RuleHeader ruleId={filter.rule} group={rules.items[0]} params={params} />
      ) : null}
      {isList ? (
        <FindingList ctx={ctx} params={params} />
      ) : (
        <>
          <RuleTable items={rules.items} params={params} />
          <QuietRules rules={rules.quiet} source={params.source} />
        </>
      )}
      {finding ? <OpenFinding ctx={ctx} id={finding} params={params} /> : null}
    </PageBody>
  );
}
