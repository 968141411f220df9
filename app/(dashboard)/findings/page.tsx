import type { Metadata } from "next";
import type { SearchParams } from "@/app/_http/address-conditions";
import { pageContext } from "@/app/_http/request-context";
import { PageBody } from "@/components/shell/page-header";
import { CoverageNotice } from "@/components/states/coverage-notice";
import { IgnoredNotice } from "@/components/states/ignored-notice";
import { reachOf } from "@/lib/use-cases/context";
import { listFindingFacets } from "@/lib/use-cases/findings/list-finding-facets";
import { listFindingRules } from "@/lib/use-cases/findings/list-finding-rules";
import { getCoverage } from "@/lib/use-cases/identities/get-coverage";
import { FindingFilters } from "./_components/finding-filters";
import { FindingList } from "./_components/finding-list";
import { FindingsHeader } from "./_components/findings-header";
import { OpenFinding } from "./_components/open-finding";
import { RuleHeader } from "./_components/rule-header";
import { RuleTable } from "./_components/rule-table";
import { QuietRules } from "./_components/quiet-rules";
import { StateTabs } from "./_components/state-tabs";
import { readParams } from "./search-params";

export const metadata: Metadata = { title: "Findings" };

export default async function FindingsPage({
  searchParams,
}: {
  searchParams: Promise<SearchParams>;
}) {
  const ctx = await pageContext("finding:read");
  const { params, ignored } = readParams(await searchParams);
  const { finding, cursor: _cursor, view, ...filter } = params;
  const [facets, rules, coverage] = await Promise.all([
    listFindingFacets(ctx, filter),
    listFindingRules(ctx, filter),
    getCoverage(ctx, filter.source ? { source: filter.source } : {}),
  ]);
  const isList = view === "all" || filter.rule !== undefined;
  const rule = facets.rule.find(({ value }) => value === filter.rule);
  return (
    <PageBody>
      <FindingsHeader rules={rules.items} params={params} />
      <StateTabs params={params} counts={facets.state} />
      <FindingFilters params={params} facets={facets} />
      <IgnoredNotice names={ignored} />
      {finding ? <OpenFinding ctx={ctx} id={finding} params={params} /> : null}
      <CoverageNotice coverage={coverage} mayOpen={reachOf(ctx, "source:read") === "all"} />
      {rule ? <RuleHeader rule={rule} group={rules.items[0]} params={params} /> : null}
      {isList ? (
        <FindingList ctx={ctx} params={params} />
      ) : (
        <>
          <RuleTable items={rules.items} params={params} />
          <QuietRules rules={rules.quiet} source={params.source} />
        </>
      )}
    </PageBody>
  );
}
