import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { pageContext } from "@/app/_http/request-context";
import { Crumb } from "@/components/shell/crumb";
import { LocalLink as Link } from "@/components/shell/local-link";
import { PageBody, PageHeader } from "@/components/shell/page-header";
import { EmptyState } from "@/components/states/empty-state";
import { dayOf } from "@/lib/domain/days";
import { DomainError } from "@/lib/domain/errors";
import { previewException } from "@/lib/use-cases/exceptions/preview-exception";
import { RequestForm } from "../_components/request-form";

export const metadata: Metadata = { title: "Ask for an exception" };

interface PageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

const asNotFound = (error: unknown): never => {
  if (error instanceof DomainError && ["not_found", "invalid_input"].includes(error.code))
    notFound();
  throw error;
};

export default async function NewExceptionPage({ searchParams }: PageProps) {
  const ctx = await pageContext("exception:request");
  const { finding } = await searchParams;
  if (typeof finding !== "string")
    return (
      <PageBody>
        <PageHeader title="Ask for an exception" />
        <EmptyState
          title="Begin at a finding"
          sentence="An exception is about one finding, or about all that a rule finds at an identity."
          action={<Link href="/findings">Show open findings</Link>}
        />
      </PageBody>
    );
  const preview = await previewException(ctx, { findingId: finding }).catch(asNotFound);
  return (
    <PageBody>
      <Crumb label="Request" />
      <PageHeader
        title={`Except “${preview.title}”`}
        sentence={`At ${preview.identity.name} in ${preview.source.name}. It stays a finding; it stands for a time, and opens again by itself.`}
      />
      <RequestForm preview={preview} today={dayOf(ctx.now)} />
    </PageBody>
  );
}
