import { Notice } from "@/components/states/notice";
import { TicketBox } from "@/components/tickets/ticket-box";
import { DomainError } from "@/lib/domain/errors";
import { type Context, reachOf } from "@/lib/use-cases/context";
import { getFinding } from "@/lib/use-cases/findings/get-finding";
import { listTickets } from "@/lib/use-cases/tickets/list-tickets";
import { openTicketAction } from "../actions";
import type { FindingParams } from "../search-params";
import { FindingPanel } from "./finding-panel";

interface OpenFindingProps {
  ctx: Context;
  id: string;
  params: FindingParams;
}

/** The finding that the address names, beside the list; or a sentence that it is not there. */
export async function OpenFinding({ ctx, id, params }: OpenFindingProps) {
  const finding = await getFinding(ctx, { id }).catch((error: unknown) => {
    if (error instanceof DomainError && error.code === "not_found") return null;
    throw error;
  });
  if (finding) {
    const subject = { subjectType: "finding", subjectId: id } as const;
    const mayOpen = reachOf(ctx, "ticket:open") === "all";
    const tickets = reachOf(ctx, "ticket:read") === "all" ? await listTickets(ctx, subject) : null;
    const box = tickets ? (
      <TicketBox {...tickets} subject={subject} open={mayOpen ? openTicketAction : null} />
    ) : null;
    const mayOpenSource = reachOf(ctx, "source:read") === "all";
    return (
      <FindingPanel finding={finding} params={params} tickets={box} mayOpenSource={mayOpenSource} />
    );
  }
  return (
    <Notice kind="warning" title="The finding in this address does not exist">
      Its identity was removed with its source, or it is not yours to see.
    </Notice>
  );
}
