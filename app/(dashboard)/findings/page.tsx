import type { Metadata } from "next";
import { pageContext } from "@/app/_http/request-context";
import { PageBody, PageHeader } from "@/components/shell/page-header";
import { getFinding } from "@/lib/use-cases/findings/get-finding";
import { listFindingFacets, listFindings } from "@/lib/use-cases/findings/list-findings";
import { FindingFilters } from "./_components/finding-filters";
import { FindingPanel } from "./_components/finding-panel";
import { FindingTable } from "./_components/finding-table";
import { ExportLink } from "./_components/export-link";
import { readParams } from "./search-params";

export const metadata: Metadata = { title: "Findings" };

interface PageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function FindingsPage({ searchParams }: PageProps) {
  const ctx = await pageContext("finding:read");
  const params = readParams(await searchParams);
  const { finding: openId, ...filter } = params;
  const state = filter.state === "resolved" ? "resolved" : "open";
  const [list, facets, open] = await Promise.all([
    listFindings(ctx, { ...filter, state } as never),
    listFindingFacets(ctx, { state }),
    openId ? getFinding(ctx, { id: openId }) : null,
  ]);
  const total = facets.severity.reduce((sum, facet) => sum + facet.count, 0);
  const rules = facets.rule.length;
  return (
    <PageBody>
      <PageHeader
        title="Findings"
        sentence={`${total.toLocaleString("en-GB")} ${state} from ${rules} rules, worst first. A finding closes by itself when its cause is gone.`}
        actions={<ExportLink params={params} />}
      />
      <FindingFilters params={params} facets={facets} />
      <FindingTable items={list.items} nextCursor={list.nextCursor} params={params} />
      {open ? <FindingPanel finding={open} params={params} /> : null}
    </PageBody>
  );
}
