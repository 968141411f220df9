import { noticeCatalogue } from "@/lib/domain/notices/catalogue";
import { db, sql, type Tx } from "@/lib/infra/db";
import { newId } from "../ingest/new-id";

interface Group {
  person_id: string;
  channel_id: string;
}
const mostItems = 100;

/** Makes one digest of what a person let wait, each notice in exactly one digest. */
export async function bundleDigests(now: Date): Promise<void> {
  const groups = await sql<Group>(
    `SELECT DISTINCT person_id, channel_id FROM notice_delivery
     WHERE state = 'collecting' AND next_at <= $1 AND person_id IS NOT NULL AND channel_id IS NOT NULL`,
    [now],
  );
  for (const group of groups) await db().$transaction((tx) => bundle(tx, group, now));
}

async function bundle(tx: Tx, group: Group, now: Date): Promise<void> {
  const rows = await tx.$queryRaw<{ id: string; title: string; link: string }[]>`
    SELECT d.id, n.title, n.link FROM notice_delivery d JOIN notice n ON n.id = d.notice_id
    WHERE d.person_id = ${group.person_id}::uuid AND d.channel_id = ${group.channel_id}::uuid
      AND d.state = 'collecting' AND d.next_at <= ${now}
    ORDER BY d.created_at, d.id LIMIT ${mostItems} FOR UPDATE OF d SKIP LOCKED`;
  const first = rows[0];
  if (!first) return;
  const ids = rows.map((row) => row.id);
  if (rows.length === 1) {
    await tx.noticeDelivery.updateMany({ where: { id: { in: ids } }, data: { state: "waiting" } });
    return;
  }
  const like = await tx.noticeDelivery.findUniqueOrThrow({ where: { id: first.id } });
  const data = { items: rows.map(({ title, link }) => ({ title, link })) };
  const notice = await tx.notice.create({
    data: {
      id: newId(),
      event: "digest",
      subjectType: "account",
      link: "/",
      ...noticeCatalogue.digest.text(data),
      data,
      at: now,
    },
  });
  const { channelId, channelKind, channelName, personId, recipient } = like;
  const sent = await tx.noticeDelivery.create({
    data: {
      channelId,
      channelKind,
      channelName,
      personId,
      recipient,
      id: newId(),
      noticeId: notice.id,
      state: "waiting",
      nextAt: now,
      createdAt: now,
    },
  });
  await tx.noticeDelivery.updateMany({
    where: { id: { in: ids } },
    data: { state: "bundled", bundleId: sent.id, nextAt: null },
  });
}
