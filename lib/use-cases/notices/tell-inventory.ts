import { db, type Tx } from "@/lib/infra/db";
import { notify } from "./notify";

/** A notice names so many findings; the rest are counted. */
const named = 5;

interface FreshFinding {
  id: string;
  severity: string;
  rule: string;
  identity: string;
  at: Date;
  total: number;
}

/**
 * Tells of sources that stopped being readable and of high and critical findings that appeared
 * since it last told. Running it twice tells nothing twice.
 */
export async function tellInventory(now: Date): Promise<void> {
  await db().$transaction(async (tx) => {
    await tellFailing(tx, now);
    await tellFindings(tx, now);
  });
}

/** Once for each time in which a source gives nothing, however often it is tried. */
async function tellFailing(tx: Tx, at: Date): Promise<void> {
  const failing = await tx.source.findMany({
    where: { status: "failed", removedAt: null, isSample: false },
    select: { id: true, name: true, lastError: true, lastCompleteAt: true },
  });
  for (const { id, name, lastError, lastCompleteAt } of failing) {
    const { message } = (lastError ?? {}) as { message?: string };
    await notify(tx, {
      event: "source.failing",
      subject: { type: "source", id },
      recipients: { holding: "source:sync" },
      data: { source: name, reason: message ?? "Its last sync failed." },
      dedupeKey: `${id}:${lastCompleteAt?.toISOString() ?? "never read"}`,
      at,
    });
  }
}

async function tellFindings(tx: Tx, now: Date): Promise<void> {
  const last = await tx.notice.findFirst({
    where: { event: "finding.high-risk" },
    orderBy: { at: "desc" },
    select: { at: true },
  });
  const fresh = await tx.$queryRaw<FreshFinding[]>`
    SELECT f.id, f.severity, f.title AS rule, i.name AS identity, max(f.first_seen_at) OVER () AS at,
       count(*) OVER ()::int AS total
     FROM finding f JOIN identity i ON i.id = f.identity_id JOIN source s ON s.id = i.source_id
     WHERE f.state = 'open' AND f.severity IN ('critical', 'high') AND f.first_seen_at > ${last?.at ?? new Date(0)}
       AND i.missing_since IS NULL AND NOT s.is_sample
     ORDER BY f.severity, i.risk_score DESC, f.id LIMIT ${named}`;
  const [worst] = fresh;
  if (!worst) return;
  await notify(tx, {
    event: "finding.high-risk",
    subject: { type: "finding", id: worst.id },
    recipients: { holding: "source:sync" },
    data: {
      total: worst.total,
      worst: fresh.map(({ rule, identity, severity }) => ({ rule, identity, severity })),
    },
    dedupeKey: worst.at.toISOString(),
    // What is found at the same moment is told together; the next look begins behind it.
    at: worst.at < now ? worst.at : now,
  });
}
