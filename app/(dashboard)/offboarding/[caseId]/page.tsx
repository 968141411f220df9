import type { Metadata } from "next";
import { asNotFound } from "@/app/_http/as-not-found";
import { pageContext } from "@/app/_http/request-context";
import { Crumb } from "@/components/shell/crumb";
import { PageBody, PageHeader } from "@/components/shell/page-header";
import { TicketBox } from "@/components/tickets/ticket-box";
import { personIdOf, reachOf } from "@/lib/use-cases/context";
import { listPacks } from "@/lib/use-cases/evidence/list-packs";
import { getCase } from "@/lib/use-cases/offboarding/get-case";
import { listTickets } from "@/lib/use-cases/tickets/list-tickets";
import { EvidenceSection } from "../../evidence/_components/evidence-section";
import { ByHand } from "../_components/by-hand";
import { CaseButtons } from "../_components/case-buttons";
import { CaseNotices } from "../_components/case-notices";
import { CaseProgress } from "../_components/case-progress";
import { CaseReceipt } from "../_components/case-receipt";
import { CaseSubject } from "../_components/case-subject";
import { DryRun } from "../_components/dry-run";
import { ProofFiles } from "../_components/proof-files";
import { openTicketAction } from "../actions";
import { RotationFacts } from "../_components/rotation-facts";

export const metadata: Metadata = { title: "Offboarding case" };

export default async function CasePage({ params }: { params: Promise<{ caseId: string }> }) {
  const ctx = await pageContext("offboarding:read");
  const { caseId } = await params;
  const detail = await getCase(ctx, { caseId }).catch(asNotFound);
  const subject = { subjectType: "offboarding_case", subjectId: caseId } as const;
  const evidence = { subject: "offboarding_case", subjectId: caseId } as const;
  const tickets = reachOf(ctx, "ticket:read") === "all" ? await listTickets(ctx, subject) : null;
  const can = {
    decide: reachOf(ctx, "offboarding:decide") === "all",
    undo: reachOf(ctx, "offboarding:undo") === "all",
    confirm: reachOf(ctx, "offboarding:confirm") === "all" || detail.isOwner,
    report: reachOf(ctx, "offboarding:report") !== "none",
    withdraw: reachOf(ctx, "offboarding:request") !== "none",
    isRequester: detail.requestedById !== null && detail.requestedById === personIdOf(ctx),
  };
  return (
    <PageBody>
      <Crumb label={detail.name} />
      <PageHeader
        title={detail.name}
        sentence={<CaseSubject detail={detail} />}
        actions={<CaseButtons detail={detail} can={can} />}
      />
      <CaseProgress detail={detail} />
      <CaseNotices detail={detail} isRequester={can.isRequester} />
      <RotationFacts detail={detail} />
      <ByHand detail={detail} />
      <ProofFiles detail={detail} canAttach={can.report} />
      <DryRun detail={detail} />
      {tickets ? (
        <TicketBox
          {...tickets}
          subject={subject}
          open={reachOf(ctx, "ticket:open") === "all" ? openTicketAction : null}
        />
      ) : null}
      {reachOf(ctx, "evidence:read") === "all" ? (
        <EvidenceSection
          {...evidence}
          sentence="What was asked, decided, called and answered, with its audit entries, signed for whoever checks it without this server."
          packs={(await listPacks(ctx, { ...evidence, limit: 5 })).items}
        />
      ) : null}
      <CaseReceipt detail={detail} />
    </PageBody>
  );
}
