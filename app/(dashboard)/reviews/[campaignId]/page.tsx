import type { Metadata } from "next";
import { asNotFound } from "@/app/_http/as-not-found";
import { pageContext } from "@/app/_http/request-context";
import { Crumb } from "@/components/shell/crumb";
import { PageBody, PageHeader } from "@/components/shell/page-header";
import { reviewDecisions } from "@/lib/domain/lifecycle/review-item";
import { reachOf } from "@/lib/use-cases/context";
import { listPacks } from "@/lib/use-cases/evidence/list-packs";
import { getCampaign } from "@/lib/use-cases/reviews/get-campaign";
import { listItems } from "@/lib/use-cases/reviews/list-items";
import { EvidenceSection } from "../../evidence/_components/evidence-section";
import { CampaignButtons } from "../_components/campaign-buttons";
import { CampaignFigures } from "../_components/campaign-figures";
import { CampaignFacts, CampaignProgress } from "../_components/campaign-progress";
import { ItemTable } from "../_components/item-table";

export const metadata: Metadata = { title: "Review" };

interface PageProps {
  params: Promise<{ campaignId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

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
  const isProven = detail.state === "closed" && reachOf(ctx, "evidence:read") === "all";
  const subject = { subject: "campaign", subjectId: campaignId } as const;
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
      {isProven ? (
        <EvidenceSection
          {...subject}
          sentence="Closing the review sealed every item with the evidence that was shown, every answer and hand-over."
          packs={(await listPacks(ctx, { ...subject, limit: 5 })).items}
        />
      ) : null}
      <ItemTable campaignId={campaignId} show={filter ?? null} list={list} />
    </PageBody>
  );
}
