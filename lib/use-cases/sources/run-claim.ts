import type { PoolClient } from "pg";
import { inTransaction, sql } from "@/lib/infra/db";
import { claimable, runGuards } from "./run-guards";

/** A claimed run. Every write names the fence; a newer claim makes all of them fail. */
export interface Claim {
  runId: string;
  sourceId: string;
  fence: string;
}

/** Another worker has claimed the run meanwhile, or it has ended: stop, write nothing. */
export class LostClaim extends Error {
  override readonly name = "LostClaim";
}

/** Takes a run that nobody works on. Null when it is leased, ended or not yet due. */
export async function claimRun(runId: string, leaseMs: number): Promise<Claim | null> {
  const [row] = await sql<{ source_id: string; fence: string }>(
    `UPDATE sync_run SET state = $3, fence = fence + 1,
       lease_until = now() + make_interval(secs => $2::float8 / 1000),
       started_at = COALESCE(started_at, now()), not_before = NULL
     WHERE id = $1 AND state = ANY($4)
       AND (lease_until IS NULL OR lease_until < now()) AND (not_before IS NULL OR not_before <= now())
     RETURNING source_id, fence::text`,
    [runId, leaseMs, runGuards.start.to, claimable],
  );
  return row ? { runId, sourceId: row.source_id, fence: row.fence } : null;
}

/** Extends the lease. False when the claim is lost. */
export async function renewLease(claim: Claim, leaseMs: number): Promise<boolean> {
  const rows = await sql(
    `UPDATE sync_run SET lease_until = now() + make_interval(secs => $3::float8 / 1000)
     WHERE id = $1 AND fence = $2 AND state = ANY($4) RETURNING 1`,
    [claim.runId, claim.fence, leaseMs, runGuards.resume.from],
  );
  return rows.length > 0;
}

/**
 * One transaction that commits only if the claim still holds. The run's row stays locked until the
 * end, so that a new claim waits for this write or this write sees the new claim.
 */
export async function fenced<T>(
  claim: Claim,
  work: (client: PoolClient, run: { cancelAsked: boolean }) => Promise<T>,
): Promise<T> {
  return inTransaction(async (client) => {
    const found = await client.query<{ cancel_asked: boolean }>(
      `SELECT cancel_asked FROM sync_run
       WHERE id = $1 AND fence = $2 AND state = ANY($3) FOR NO KEY UPDATE`,
      [claim.runId, claim.fence, runGuards.resume.from],
    );
    const run = found.rows[0];
    if (!run) throw new LostClaim(`Run ${claim.runId} is no longer ours`);
    return work(client, { cancelAsked: run.cancel_asked });
  });
}

/** Runs that nobody works on although they are due: their worker died or never began. */
export async function abandonedRuns(): Promise<string[]> {
  const rows = await sql<{ id: string }>(
    `SELECT id FROM sync_run WHERE state = ANY($1)
       AND (lease_until IS NULL OR lease_until < now()) AND (not_before IS NULL OR not_before <= now())`,
    [claimable],
  );
  return rows.map((row) => row.id);
}
