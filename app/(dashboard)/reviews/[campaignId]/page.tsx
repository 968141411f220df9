import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { pageContext } from "@/app/_http/request-context";
import { Crumb } from "@/components/shell/crumb";
import { PageBody, PageHeader } from "@/components/shell/page-header";
import { DomainError } from "@/lib/domain/errors";
import { reviewDecisions } from "@/lib/domain/lifecycle/review-item";
import { reachOf } from "@/lib/use-cases/context";
import { getCampaign } from "@/lib/use-cases/reviews/get-campaign";
import { listItems } from "@/lib/use-cases/reviews/list-items";
import { CampaignButtons } from "../_components/campaign-buttons";
import { CampaignFigures } from "../_components/campaign-figures";
import { CampaignFacts, CampaignProgress } from "../_components/campaign-progress";
import { ItemTable } from "../_components/item-table";

export const metadata: Metadata = { title: "Review" };

interface PageProps {
  params: Promise<{ campaignId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

const asNotFound = (error: unknown): never => {
  if (error instanceof DomainError && ["not_found", "invalid_input"].includes(error.code))
    notFound();
  throw error;
};

const filters = ["waiting", "seconding", "unanswered", "failed", ...reviewDecisions] as const;

export default async function CampaignPage({ params, searchParams }: PageProps) {
  const ctx = await pageContext("review:read");
  const { campaignId } = await params;
  const { show, cursor } = await searchParams;
  const detail = await getCampaign(ctx, { campaignId }).catch(asNotFound);
  const filter = filters.find((name) => name === show);
  const decision = reviewDecisions.find((name) => name === filter);
  const state = decision || !filter ? {} : { state: filter as "waiting" };
  const list = await listItems(ctx, {
    campaignId,
    ...(decision ? { decision } : state),
    ...(typeof cursor === "string" ? { cursor } : {}),
  }).catch(asNotFound);
  return (
    <PageBody>
      <Crumb label={detail.name} />
      <PageHeader
        title={detail.name}
        sentence={<CampaignFacts detail={detail} />}
        actions={
          <CampaignButtons
            detail={detail}
            mayRun={reachOf(ctx, "review:run") === "all"}
            mayExport={reachOf(ctx, "review:export") === "all"}
          />
        }
      />
      <CampaignProgress detail={detail} />
      <CampaignFigures detail={detail} />
      <ItemTable campaignId={campaignId} show={filter ?? null} list={list} />
    </PageBody>
  );
}
