import { db } from "@/lib/infra/db";

const mostEntries = 500;

/** What the audit log says of one thing, oldest first: enough to find each entry in the chain. */
export async function auditTrail(targetType: string, targetId: string) {
  const entries = await db().auditEvent.findMany({
    where: { targetType, targetId },
    orderBy: { seq: "asc" },
    take: mostEntries,
  });
  return entries.map((entry) => ({
    seq: entry.seq.toString(),
    at: entry.at.toISOString(),
    event: entry.event,
    outcome: entry.outcome,
    actor: entry.actorName,
    hash: entry.hash,
  }));
}
