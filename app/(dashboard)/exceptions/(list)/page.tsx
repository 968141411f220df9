import type { Metadata } from "next";
import { pageContext } from "@/app/_http/request-context";
import { PageBody, PageHeader } from "@/components/shell/page-header";
import { exceptionViews, listExceptions } from "@/lib/use-cases/exceptions/list-exceptions";
import { ExceptionTable } from "../_components/exception-table";
import { ExceptionTabs } from "../_components/exception-tabs";

export const metadata: Metadata = { title: "Exceptions" };

interface PageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export default async function ExceptionsPage({ searchParams }: PageProps) {
  const ctx = await pageContext("exception:read");
  const search = await searchParams;
  const view = exceptionViews.find((name) => name === search.view) ?? "open";
  const cursor =
    typeof search.cursor === "string" && uuid.test(search.cursor) ? search.cursor : undefined;
  const list = await listExceptions(ctx, { view, cursor });
  return (
    <PageBody>
      <PageHeader
        title="Exceptions"
        sentence="Findings that may stand for a time. Each ends by itself on its last day, and what it covers is open again."
      />
      <ExceptionTabs view={view} counts={list.counts} />
      <ExceptionTable view={view} items={list.items} nextCursor={list.nextCursor} />
    </PageBody>
  );
}
