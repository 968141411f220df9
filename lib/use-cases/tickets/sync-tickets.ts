import { z } from "zod";
import { deliveryPauseMs } from "@/lib/domain/notices/message";
import { ticketPollMs } from "@/lib/domain/notices/ticket";
import { OutboundError } from "@/lib/domain/outbound-error";
import { db, type Prisma, sql } from "@/lib/infra/db";
import { baseUrl } from "@/lib/infra/env";
import { logger } from "@/lib/infra/logger";
import { systemContext } from "../context";
import { defineCommand } from "../define-command";
import { isSettled } from "./subject-state";
import { openTracker } from "./tracker";
import { type Tracker, TrackerError } from "./tracker-contract";

const leaseSeconds = 120;
const wallMs = 30_000;
/** After this many failures in a row a ticket that was never opened is left to a person. */
const mostTries = 8;

type Ticket = Prisma.TicketGetPayload<object>;

async function claim(now: Date): Promise<{ id: string; tries: number } | null> {
  const [row] = await sql<{ id: string; tries: number }>(
    `UPDATE ticket SET tries = tries + 1, lease_until = $1::timestamptz + make_interval(secs => $2)
     WHERE id = (SELECT t.id FROM ticket t JOIN notice_channel c ON c.id = t.channel_id AND c.state = 'active'
       WHERE t.next_at <= $1 AND (t.lease_until IS NULL OR t.lease_until < $1)
       ORDER BY t.next_at LIMIT 1 FOR UPDATE OF t SKIP LOCKED)
     RETURNING id, tries`,
    [now, leaseSeconds],
  );
  return row ?? null;
}

/** Opens the tickets that were asked for and reads those that are open. Returns how many were looked at. */
export async function syncTickets(
  clock: () => Date,
  stop: AbortSignal = new AbortController().signal,
): Promise<number> {
  for (let looks = 0; ; looks += 1) {
    const claimed = stop.aborted ? null : await claim(clock());
    if (!claimed) return looks;
    await look(claimed.id, claimed.tries, clock);
  }
}

async function look(id: string, tries: number, clock: () => Date): Promise<void> {
  const ticket = await db().ticket.findUnique({ where: { id }, include: { channel: true } });
  if (!ticket?.channel) return;
  try {
    const tracker = await openTracker(ticket.channel, AbortSignal.timeout(wallMs));
    const change =
      ticket.state === "creating"
        ? await open(tracker, ticket)
        : await read(tracker, ticket, clock);
    await settle(id, tries, { ...change, answer: null, tries: 0 }, next(clock(), ticketPollMs));
  } catch (error) {
    if (!(error instanceof TrackerError || error instanceof OutboundError)) {
      logger.error({ err: error, ticketId: id }, "a ticket could not be looked at");
      return;
    }
    await fail(ticket, tries, error, clock());
  }
}

const next = (now: Date, ms: number): Date => new Date(now.getTime() + ms);

/** A try whose answer was lost may have made it: that one is looked for before another is made. */
async function open(
  tracker: Tracker,
  ticket: Ticket,
): Promise<Prisma.TicketUpdateManyMutationInput> {
  const { id, title, lines } = ticket;
  const earlier = ticket.tries > 1 ? await tracker.find(id, ticket.createdAt) : null;
  const made =
    earlier ?? (await tracker.create({ id, title, lines, link: `${baseUrl()}${ticket.link}` }));
  await recordOpened(systemContext("tickets"), { ticketId: id, key: made.key });
  return { ...made, state: "open" };
}

const recordOpened = defineCommand({
  name: "ticket.create",
  event: "ticket.opened",
  permission: "ticket:open",
  input: z.strictObject({ ticketId: z.uuid(), key: z.string() }),
  run: async ({ input: { ticketId, key } }) => ({
    result: null,
    audit: { targetType: "ticket", targetId: ticketId, detail: { key } },
  }),
});

async function read(
  tracker: Tracker,
  ticket: Ticket,
  clock: () => Date,
): Promise<Prisma.TicketUpdateManyMutationInput> {
  const externalId = ticket.externalId ?? "";
  const settled = await isSettled(ticket.subjectType, ticket.subjectId);
  const now = clock();
  if (settled && !ticket.resolvedAt && ticket.state === "open") {
    await tracker.resolve(externalId, `Settled in Muster: ${baseUrl()}${ticket.link}`);
  }
  const { isClosed, words } = await tracker.read(externalId);
  return {
    state: isClosed ? "closed" : "open",
    words,
    checkedAt: now,
    // An item that comes back may be told of again.
    resolvedAt: settled ? (ticket.resolvedAt ?? now) : null,
  };
}

/** A worker that was overtaken changes nothing. What is settled on both sides is not read any more. */
async function settle(
  id: string,
  tries: number,
  data: Prisma.TicketUpdateManyMutationInput,
  nextAt: Date,
): Promise<void> {
  const isOver = data.state === "closed" && data.resolvedAt !== null;
  await db().ticket.updateMany({
    where: { id, tries },
    data: { ...data, leaseUntil: null, nextAt: isOver ? null : nextAt },
  });
}

async function fail(
  ticket: Ticket,
  tries: number,
  error: TrackerError | OutboundError,
  now: Date,
): Promise<void> {
  const isCreating = ticket.state === "creating";
  const isFinal = error instanceof TrackerError && error.isFinal;
  const givesUp = isCreating && (isFinal || tries >= mostTries);
  const asked = error instanceof TrackerError ? error.retryAfterMs : undefined;
  const pause = asked ?? (isFinal ? ticketPollMs : deliveryPauseMs(tries, Math.random()));
  await db().ticket.updateMany({
    where: { id: ticket.id, tries },
    data: {
      answer: error.message,
      leaseUntil: null,
      ...(givesUp ? { state: "failed", nextAt: null } : { nextAt: next(now, pause) }),
    },
  });
}
