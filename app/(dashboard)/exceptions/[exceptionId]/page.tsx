import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { pageContext } from "@/app/_http/request-context";
import { Crumb } from "@/components/shell/crumb";
import { PageBody, PageHeader } from "@/components/shell/page-header";
import { DomainError } from "@/lib/domain/errors";
import { personIdOf, reachOf } from "@/lib/use-cases/context";
import { getException } from "@/lib/use-cases/exceptions/get-exception";
import { ExceptionButtons } from "../_components/exception-buttons";
import { ExceptionControls } from "../_components/exception-controls";
import { ExceptionFacts } from "../_components/exception-facts";
import { ExceptionHistory } from "../_components/exception-history";
import { ExceptionNotices } from "../_components/exception-notices";

export const metadata: Metadata = { title: "Exception" };

const asNotFound = (error: unknown): never => {
  if (error instanceof DomainError && ["not_found", "invalid_input"].includes(error.code))
    notFound();
  throw error;
};

interface PageProps {
  params: Promise<{ exceptionId: string }>;
}

export default async function ExceptionPage({ params }: PageProps) {
  const ctx = await pageContext("exception:read");
  const { exceptionId } = await params;
  const detail = await getException(ctx, { exceptionId }).catch(asNotFound);
  const isRequester = detail.requestedById !== null && detail.requestedById === personIdOf(ctx);
  const decides = reachOf(ctx, "exception:decide") === "all";
  const isAdministrator = "role" in ctx.actor && ctx.actor.role === "admin";
  const can = {
    decide: decides,
    approve: decides && !isRequester && (!detail.needsAdministrator || isAdministrator),
    withdraw: decides || (isRequester && reachOf(ctx, "exception:request") !== "none"),
  };
  return (
    <PageBody>
      <Crumb label={detail.identityName} />
      <PageHeader
        title={`${detail.ruleTitle} at ${detail.identityName}`}
        sentence={`Asked by ${detail.requestedBy}: ${detail.reason}`}
        actions={<ExceptionButtons detail={detail} can={can} />}
      />
      <ExceptionNotices detail={detail} isRequester={isRequester} mayApprove={can.approve} />
      <ExceptionFacts detail={detail} />
      <ExceptionControls detail={detail} />
      <ExceptionHistory detail={detail} />
    </PageBody>
  );
}
