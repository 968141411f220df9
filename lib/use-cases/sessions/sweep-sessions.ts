import { dayMs } from "@/lib/domain/days";
import { db } from "@/lib/infra/db";

const keepDays = 30;

/** Forgets sessions that ended more than 30 days ago. They open nothing, so the audit log need not tell. */
export async function sweepSessions(now: Date): Promise<void> {
  const before = new Date(now.getTime() - keepDays * dayMs);
  await db().session.deleteMany({ where: { endsAt: { lt: before } } });
}
