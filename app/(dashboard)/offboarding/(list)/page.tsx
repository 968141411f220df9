import type { Metadata } from "next";
import { pageContext } from "@/app/_http/request-context";
import { PageBody, PageHeader } from "@/components/shell/page-header";
import { caseKinds } from "@/lib/domain/lifecycle/case";
import { caseViews, listCases } from "@/lib/use-cases/offboarding/list-cases";
import { CaseTable } from "../_components/case-table";
import { CaseTabs } from "../_components/case-tabs";

export const metadata: Metadata = { title: "Offboarding" };

interface PageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

const one = (value: string | string[] | undefined): string | undefined =>
  typeof value === "string" && value !== "" ? value : undefined;

export default async function OffboardingPage({ searchParams }: PageProps) {
  const ctx = await pageContext("offboarding:read");
  const search = await searchParams;
  const view = caseViews.find((name) => name === one(search.view)) ?? "open";
  const kind = caseKinds.find((name) => name === one(search.kind));
  const list = await listCases(ctx, { view, kind, cursor: one(search.cursor) });
  return (
    <PageBody>
      <PageHeader
        title="Offboarding"
        sentence="Credentials on their way out, some with a successor: switched off first, watched, then deleted, and read again until they are proven gone."
      />
      <CaseTabs view={view} kind={kind ?? "all"} counts={list.counts} />
      <CaseTable view={view} kind={kind ?? "all"} items={list.items} nextCursor={list.nextCursor} />
    </PageBody>
  );
}
