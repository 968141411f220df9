import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { pageContext } from "@/app/_http/request-context";
import { Crumb } from "@/components/shell/crumb";
import { PageBody, PageHeader } from "@/components/shell/page-header";
import { Notice } from "@/components/states/notice";
import { TimeAgo } from "@/components/time/time-ago";
import { DomainError } from "@/lib/domain/errors";
import { reachOf } from "@/lib/use-cases/context";
import { getLeaver } from "@/lib/use-cases/leavers/list-leavers";
import { LeaverDesk } from "../../_components/leaver-desk";
import { causeWords, outcomeWords } from "../../_components/leaver-words";

export const metadata: Metadata = { title: "Leaver" };

const asNotFound = (error: unknown): never => {
  if (error instanceof DomainError && ["not_found", "invalid_input"].includes(error.code))
    notFound();
  throw error;
};

export default async function LeaverPage({ params }: { params: Promise<{ leaverId: string }> }) {
  const ctx = await pageContext("leaver:read");
  const { leaverId } = await params;
  const leaver = await getLeaver(ctx, { leaverId }).catch(asNotFound);
  const { person, teams } = leaver;
  return (
    <PageBody>
      <Crumb label={person.name} />
      <PageHeader
        title={person.name}
        sentence={
          <>
            {causeWords[leaver.because]} <TimeAgo at={leaver.openedAt} />. {person.email}
          </>
        }
      />
      {leaver.outcome ? (
        <Notice kind="good" title={outcomeWords[leaver.outcome] ?? "Closed"}>
          No identity has this person as its owner or backup.
        </Notice>
      ) : null}
      {teams.length > 0 ? (
        <Notice kind="warning" title={`No longer leads ${teams.join(", ")}`}>
          Give these teams another manager under Teams.
        </Notice>
      ) : null}
      <LeaverDesk leaver={leaver} mayDecide={reachOf(ctx, "leaver:decide") === "all"} />
    </PageBody>
  );
}
