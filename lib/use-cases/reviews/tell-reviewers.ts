import type { Tx } from "@/lib/infra/db";
import { notify } from "../notices/notify";

interface Told {
  id: string;
  name: string;
  dueAt: Date;
}

const about = (campaign: Told) => ({ type: "campaign" as const, id: campaign.id });
/** A person, or everybody who runs reviews. */
const recipients = (personId: string | null) =>
  personId === null ? ({ holding: "review:run" } as const) : { people: [personId] };

const waitingFor = (tx: Tx, campaignId: string) =>
  tx.reviewItem.groupBy({
    by: ["reviewerId"],
    where: { campaignId, state: { in: ["waiting", "seconding"] } },
    _count: true,
  });

/** The campaign is open: everybody who is asked, once. */
export async function tellAssigned(tx: Tx, campaign: Told, at: Date): Promise<void> {
  for (const { reviewerId, _count: items } of await waitingFor(tx, campaign.id)) {
    await notify(tx, {
      event: "review.assigned",
      subject: about(campaign),
      recipients: recipients(reviewerId),
      data: { campaign: campaign.name, items, dueAt: campaign.dueAt.toISOString() },
      dedupeKey: `${campaign.id}:${reviewerId ?? "analysts"}`,
      at,
    });
  }
}

/** Something happened that asks for them: whoever got the items of these causes. */
export async function tellAsked(
  tx: Tx,
  campaign: Told,
  causes: readonly string[],
  at: Date,
): Promise<void> {
  const asked = await tx.reviewItem.groupBy({
    by: ["reviewerId"],
    where: { campaignId: campaign.id, cause: { in: [...causes] }, assignedAt: at },
    _count: true,
  });
  for (const { reviewerId, _count: items } of asked) {
    await notify(tx, {
      event: "review.assigned",
      subject: about(campaign),
      recipients: recipients(reviewerId),
      data: { campaign: campaign.name, items, dueAt: campaign.dueAt.toISOString() },
      dedupeKey: `${campaign.id}:${reviewerId ?? "analysts"}:${causes[0]}`,
      at,
    });
  }
}

export interface Nearing {
  reviewerId: string | null;
  items: number;
  /** The first of their dates. */
  dueAt: Date;
}

/** Some items are due soon: whoever is asked about them, for each `once` a single time. */
export async function tellNearing(
  tx: Tx,
  campaign: Told,
  nearing: readonly Nearing[],
  { once, at }: { once: string; at: Date },
): Promise<void> {
  for (const { reviewerId, items, dueAt } of nearing) {
    await notify(tx, {
      event: "review.reminder",
      subject: about(campaign),
      recipients: recipients(reviewerId),
      data: { campaign: campaign.name, open: items, dueAt: dueAt.toISOString() },
      dedupeKey: `${campaign.id}:${reviewerId ?? "analysts"}:${once}`,
      at,
    });
  }
}

/** So many days are left: everybody who still has something open. */
export async function tellReminder(
  tx: Tx,
  campaign: Told,
  daysLeft: number,
  at: Date,
): Promise<number> {
  const open = await waitingFor(tx, campaign.id);
  const { dueAt } = campaign;
  const nearing = open.map(({ reviewerId, _count: items }) => ({ reviewerId, items, dueAt }));
  await tellNearing(tx, campaign, nearing, { once: String(daysLeft), at });
  return open.length;
}

interface Moved {
  from: string | null;
  to: string | null;
}

/** Items went on to somebody else: that person, with whose they were. */
export async function tellEscalated(
  tx: Tx,
  campaign: Told,
  moved: readonly Moved[],
  at: Date,
): Promise<void> {
  const groups = new Map<string, Moved & { items: number }>();
  for (const { from, to } of moved) {
    const key = `${from}:${to}`;
    groups.set(key, { from, to, items: (groups.get(key)?.items ?? 0) + 1 });
  }
  const ids = [...groups.values()].flatMap(({ from }) => from ?? []);
  const people = await tx.person.findMany({ where: { id: { in: ids } } });
  for (const [key, { from, to, items }] of groups) {
    if (from === to) continue;
    await notify(tx, {
      event: "review.escalated",
      subject: about(campaign),
      recipients: recipients(to),
      data: {
        campaign: campaign.name,
        reviewer: people.find(({ id }) => id === from)?.name ?? "The analysts",
        open: items,
        dueAt: campaign.dueAt.toISOString(),
      },
      dedupeKey: `${campaign.id}:${key}:${at.toISOString().slice(0, 16)}`,
      at,
    });
  }
}

/** The campaign is over: whoever began it. */
export const tellClosed = (
  tx: Tx,
  campaign: Told & { createdById: string | null },
  outcome: string,
  at: Date,
): Promise<boolean> =>
  notify(tx, {
    event: "review.closed",
    subject: about(campaign),
    recipients: { people: [campaign.createdById] },
    data: { campaign: campaign.name, outcome },
    dedupeKey: campaign.id,
    at,
  });
