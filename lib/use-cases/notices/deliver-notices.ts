import { noticeCatalogue } from "@/lib/domain/notices/catalogue";
import type { NoticeMessage } from "@/lib/domain/notices/message";
import type { NoticeEvent } from "@/lib/domain/notices/notice-data";
import { db, sql } from "@/lib/infra/db";
import { baseUrl } from "@/lib/infra/env";
import { logger } from "@/lib/infra/logger";
import { bundleDigests } from "./bundle-digests";
import { type ChannelToSend, sendNotice } from "./send";
import { type Claimed, dropDelivery, settleDelivery } from "./settle-delivery";

interface DeliveryOptions {
  /** How long one receiver may take. */
  wallMs: number;
  /** How many a channel is handed at the same time. */
  concurrency: number;
  /** How long one turn of the job lasts at most. */
  sliceMs: number;
}
const defaults: DeliveryOptions = { wallMs: 15_000, concurrency: 4, sliceMs: 120_000 };
const leaseSeconds = 60;

/**
 * Sends what is due, every channel at its own pace. The claim is written before the call and the
 * answer after it, so a worker that dies in between sends again under the same id: at least once.
 * Returns how many tries were made.
 */
export async function deliverNotices(
  clock: () => Date,
  stop: AbortSignal = new AbortController().signal,
  options: Partial<DeliveryOptions> = {},
): Promise<number> {
  const rules = { ...defaults, ...options };
  await bundleDigests(clock());
  const due = await sql<{ id: string }>(
    `SELECT c.id FROM notice_channel c WHERE c.state = 'active'
       AND (c.not_before IS NULL OR c.not_before <= $1)
       AND EXISTS (SELECT 1 FROM notice_delivery d WHERE d.channel_id = c.id AND ${isDue("d", "$1")})`,
    [clock()],
  );
  const until = Date.now() + rules.sliceMs;
  const lane = async (channelId: string): Promise<number> => {
    for (let tries = 0; ;) {
      if (stop.aborted || Date.now() > until) return tries;
      const claimed = await claim(channelId, clock(), rules.concurrency);
      if (claimed.length === 0) return tries;
      await Promise.all(claimed.map((one) => deliverOne(one, clock, rules.wallMs)));
      tries += claimed.length;
    }
  };
  const tries = await Promise.all(due.map(({ id }) => lane(id)));
  return tries.reduce((sum, n) => sum + n, 0);
}

const isDue = (d: string, now: string): string =>
  `((${d}.state = 'waiting' AND ${d}.next_at <= ${now}) OR (${d}.state = 'sending' AND ${d}.lease_until < ${now}))`;

/** A channel that has just failed is asked with one delivery until it answers again. */
const claim = (channelId: string, now: Date, most: number): Promise<Claimed[]> =>
  sql<{ id: string; tries: number }>(
    `UPDATE notice_delivery SET state = 'sending', tries = tries + 1,
       lease_until = $2::timestamptz + make_interval(secs => $4)
     WHERE id IN (SELECT d.id FROM notice_delivery d
       JOIN notice_channel c ON c.id = d.channel_id AND c.state = 'active'
         AND (c.not_before IS NULL OR c.not_before <= $2)
       WHERE d.channel_id = $1::uuid AND ${isDue("d", "$2")}
       ORDER BY d.next_at, d.id
       LIMIT (SELECT CASE WHEN failures > 0 THEN 1 ELSE $3 END FROM notice_channel WHERE id = $1::uuid)
       FOR UPDATE OF d SKIP LOCKED)
     RETURNING id, tries`,
    [channelId, now, most, leaseSeconds],
  );

async function deliverOne(claimed: Claimed, clock: () => Date, wallMs: number): Promise<void> {
  const found = await db().noticeDelivery.findUnique({
    where: { id: claimed.id },
    include: { notice: true, channel: true, person: { select: { email: true, status: true } } },
  });
  if (!found?.channel) return;
  if (found.personId && found.person?.status !== "active") {
    return dropDelivery(claimed, "The person can no longer sign in.", clock());
  }
  const address = found.channelKind === "mail" ? (found.person?.email ?? "") : "";
  try {
    const outcome = await sendNotice({
      channel: found.channel satisfies ChannelToSend,
      address,
      message: messageOf(found.id, found.notice),
      now: clock(),
      signal: AbortSignal.timeout(wallMs),
    });
    await settleDelivery(claimed, outcome, clock());
  } catch (error) {
    // The lease stays: it is tried again when it ends, not in a tight loop.
    logger.error({ err: error, deliveryId: found.id }, "a notice could not be delivered");
  }
}

interface StoredNotice {
  id: string;
  event: string;
  title: string;
  lines: string[];
  link: string;
  subjectType: string;
  subjectId: string | null;
  data: unknown;
  at: Date;
}

/** Links are built from the configured address, never from a request. */
function messageOf(deliveryId: string, notice: StoredNotice): NoticeMessage {
  const event = notice.event as NoticeEvent;
  const { items = [] } = notice.data as { items?: { title: string; link: string }[] };
  return {
    deliveryId,
    noticeId: notice.id,
    event,
    title: notice.title,
    lines: notice.lines,
    link: `${baseUrl()}${notice.link}`,
    action: noticeCatalogue[event].action,
    items: items.map((item) => ({ ...item, link: `${baseUrl()}${item.link}` })),
    subject: { type: notice.subjectType, id: notice.subjectId },
    data: notice.data,
    at: notice.at.toISOString(),
  };
}
