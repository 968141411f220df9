import { riskPolicyVersion } from "@/lib/domain/risk/score";
import { db, sql } from "@/lib/infra/db";

const name = "scoring.sweep";
/** What others share with an identity, and whether its owner is still here, changes without a trace on its row. */
const everyMs = 7 * 86_400_000;

interface Sweep {
  version: number;
  /** Number of the policy; absent before policies had one. */
  policy?: number;
  /** ISO 8601: what was scored before this is looked at again. */
  since: string;
  /** ISO 8601: when everything was last read anew, or began to be; absent before it was noted. */
  readSince?: string;
  /** The last identity that was done; they go in the order of their ids. */
  after: string | null;
  isDone: boolean;
}

/** What is left of a sweep: from where on, and whether everything is read anew or only judged anew. */
export interface SweepLeft {
  since: Date;
  after: string | null;
  isReading: boolean;
}

/**
 * A look at every identity, done or under way: what was judged is judged again under a new version
 * of the policy, and once a week everything is read anew. Marking a million rows as due would cost
 * more than looking at them.
 */
export async function beginSweep(now: Date, policy: number): Promise<SweepLeft | null> {
  const row = await db().setting.findUnique({ where: { name } });
  const known = row?.value as Sweep | undefined;
  const readSince = known?.readSince ?? known?.since;
  const isRead = readSince !== undefined && now.getTime() - Date.parse(readSince) < everyMs;
  const isJudged = known?.version === riskPolicyVersion && (known.policy ?? 1) === policy;
  if (known && isRead && isJudged) {
    if (known.isDone) return null;
    const isReading = known.since === readSince;
    return { since: new Date(known.since), after: known.after, isReading };
  }
  // A reading that a new version interrupts has not seen everything: it begins again.
  const isReading = !isRead || (!known?.isDone && known?.since === readSince);
  const since = now;
  const value: Sweep = {
    version: riskPolicyVersion,
    policy,
    since: since.toISOString(),
    readSince: isReading ? since.toISOString() : readSince,
    after: null,
    isDone: false,
  };
  await sql(
    `INSERT INTO setting (name, value, updated_at) VALUES ($1, $2, now())
     ON CONFLICT (name) DO UPDATE SET value = excluded.value, updated_at = now()`,
    [name, JSON.stringify(value)],
  );
  return { since, after: null, isReading };
}

/** Notes how far the sweep is, after the chunk was written. */
export async function noteSweep(after: string | null): Promise<void> {
  await sql(
    `UPDATE setting SET value = value || jsonb_build_object('after', $2::text), updated_at = now()
     WHERE name = $1`,
    [name, after],
  );
}

export async function endSweep(): Promise<void> {
  await sql(
    `UPDATE setting SET value = value || '{"isDone": true}', updated_at = now() WHERE name = $1`,
    [name],
  );
}
