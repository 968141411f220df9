import type { TicketText } from "@/lib/domain/notices/ticket";
import type { OutgoingAnswer } from "@/lib/infra/outgoing";

interface MadeTicket {
  externalId: string;
  key: string;
  url: string;
}

/** A system that keeps tickets. Every method is one or two calls; failures are TrackerError. */
export interface Tracker {
  verify(): Promise<string>;
  create(ticket: TicketText): Promise<MadeTicket>;
  /** A ticket that an earlier try made although its answer never arrived. */
  find(ticketId: string, since: Date): Promise<MadeTicket | null>;
  read(externalId: string): Promise<{ isClosed: boolean; words: string }>;
  /** Says that the item is settled and closes the ticket where the tracker lets us. */
  resolve(externalId: string, words: string): Promise<void>;
}

export class TrackerError extends Error {
  override readonly name = "TrackerError";
  constructor(
    message: string,
    readonly isFinal: boolean,
    readonly retryAfterMs?: number,
  ) {
    super(message);
  }
}

export type Call = (
  method: "GET" | "POST" | "PATCH",
  path: string,
  body?: object,
) => Promise<OutgoingAnswer["json"]>;
