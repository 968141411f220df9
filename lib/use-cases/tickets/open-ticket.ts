import { z } from "zod";
import { DomainError } from "@/lib/domain/errors";
import { subjectPath } from "@/lib/domain/notices/subject";
import { ticketSubjects, type TicketSubject } from "@/lib/domain/notices/ticket";
import { trackerKinds } from "@/lib/domain/notices/tracker-config";
import type { Tx } from "@/lib/infra/db";
import { enqueue } from "@/lib/infra/queue";
import { personIdOf } from "../context";
import { defineCommand } from "../define-command";
import { newId } from "../ingest/new-id";

const input = z.strictObject({
  channelId: z.uuid(),
  subjectType: z.enum(ticketSubjects),
  subjectId: z.uuid(),
});

/** What the ticket says: names and reasons only. */
async function textOf(tx: Tx, type: TicketSubject, id: string) {
  const gone = new DomainError("not_found", "There is no such item.");
  if (type === "finding") {
    const found = await tx.finding.findUnique({ where: { id }, include: { identity: true } });
    if (!found) throw gone;
    return {
      title: `${found.severity === "critical" ? "Critical: " : ""}${found.title} (${found.identity.name})`,
      lines: [`Found on ${found.identity.name}.`, found.remedy],
    };
  }
  if (type === "offboarding_case") {
    const found = await tx.offboardingCase.findUnique({ where: { id } });
    if (!found) throw gone;
    const { name } = found.target as { name: string };
    return {
      title: `Take ${name} out of service`,
      lines: [`${found.requestedBy} asked for it: ${found.reason}`, `Source: ${found.sourceName}`],
    };
  }
  const found = await tx.identity.findUnique({ where: { id }, include: { source: true } });
  if (!found) throw gone;
  return {
    title: `Look after ${found.name}`,
    lines: [`Source: ${found.source.name}. Risk: ${found.riskBand}.`],
  };
}

/** Opens a ticket about an item, once in each tracker. The call follows within seconds, by the worker. */
export const openTicket = defineCommand({
  name: "ticket.open",
  event: "ticket.asked",
  permission: "ticket:open",
  input,
  run: async ({ tx, ctx, input: { channelId, subjectType, subjectId } }) => {
    const tracker = await tx.noticeChannel.findFirst({
      where: { id: channelId, kind: { in: [...trackerKinds] }, state: "active" },
    });
    if (!tracker) throw new DomainError("not_found", "There is no such tracker, or it is off.");
    const where = { channelId, subjectType, subjectId };
    const there = await tx.ticket.findFirst({ where });
    if (there && there.state !== "failed")
      throw new DomainError("conflict", `${tracker.name} has a ticket about it already.`);
    const again = { state: "creating", tries: 0, answer: null, nextAt: ctx.now };
    const id = there?.id ?? newId();
    if (there) await tx.ticket.update({ where: { id }, data: again });
    else {
      await tx.ticket.create({
        data: {
          ...where,
          ...again,
          ...(await textOf(tx, subjectType, subjectId)),
          id,
          kind: tracker.kind,
          tracker: tracker.name,
          link: subjectPath({ type: subjectType, id: subjectId }),
          createdById: personIdOf(ctx),
          createdBy: "name" in ctx.actor ? ctx.actor.name : "Muster",
          createdAt: ctx.now,
        },
      });
    }
    await enqueue(tx, "sync-tickets", {}, { singletonKey: "tickets" });
    return {
      result: { ticketId: id },
      audit: {
        targetType: "ticket",
        targetId: id,
        detail: { tracker: tracker.name, subjectType, subjectId },
      },
    };
  },
});
