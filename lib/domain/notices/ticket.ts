/** What a ticket can be about. */
export const ticketSubjects = ["finding", "offboarding_case", "identity"] as const;
export type TicketSubject = (typeof ticketSubjects)[number];

/** What Muster writes into a ticket when it opens one. */
export interface TicketText {
  id: string;
  title: string;
  lines: readonly string[];
  /** The whole address of the item. */
  link: string;
}

/** One ticket as screens show it. Times are ISO 8601 in UTC. */
export interface TicketItem {
  id: string;
  tracker: string;
  kind: string;
  /** creating, open, closed, failed */
  state: string;
  key: string | null;
  url: string | null;
  /** The tracker's own word for its state. */
  words: string | null;
  /** Why it could not be opened or read. */
  answer: string | null;
  /** Whether the item is still open in Muster although the ticket is closed. */
  closedEarly: boolean;
  createdBy: string;
  createdAt: string;
  checkedAt: string | null;
}

/** How often an open ticket is read, in milliseconds. */
export const ticketPollMs = 5 * 60_000;
