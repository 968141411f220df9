import { setTimeout as sleep } from "node:timers/promises";
import { type Connection, ConnectorError, type Verification } from "@/connectors/contract";
import { db, sql } from "@/lib/infra/db";
import { logger } from "@/lib/infra/logger";
import { enqueueOn } from "@/lib/infra/queue";
import { refreshStatistics } from "../ingest/refresh-statistics";
import { cancelRun, failRun, finishRun } from "./finish-run";
import { ioFor, openConnection } from "./open-connection";
import { consequenceOf } from "./retry-policy";
import { type Claim, claimRun, fenced, LostClaim, renewLease } from "./run-claim";
import { readPages } from "./read-pages";
import type { RunState } from "./run-state";
import { isUnfinished, loadStreams } from "./run-streams";
import { movedTarget, notedTarget } from "./source-target";
import { asConnectorError } from "./sync-error";

export interface SyncOptions {
  leaseMs: number;
  renewMs: number;
  /** After this long the job ends and its continuation is enqueued. */
  sliceMs: number;
  /** Pauses up to this long are slept through; longer ones end the job. */
  sleepMs: number;
}

export const syncDefaults: SyncOptions = {
  leaseMs: 30_000,
  renewMs: 10_000,
  sliceMs: 20_000,
  sleepMs: 5_000,
};

export type SyncStep = "not_ours" | "ended" | "continues" | "waits";

/**
 * Works on a run for one slice of time: pages are read and committed together with their cursor.
 * Ends early when `stop` aborts; whatever was committed stays, and a continuation is enqueued.
 */
export async function runSync(
  runId: string,
  stop: AbortSignal,
  options: SyncOptions = syncDefaults,
): Promise<SyncStep> {
  const claim = await claimRun(runId, options.leaseMs);
  if (!claim) return "not_ours";
  const lost = new AbortController();
  const renewal = setInterval(() => {
    renewLease(claim, options.leaseMs).then(
      (isOurs) => isOurs || lost.abort(),
      () => undefined,
    );
  }, options.renewMs);
  let connection: Connection | undefined;
  try {
    const state = await prepare(claim, lost.signal);
    if (state.cancelAsked) {
      await endCancelled(claim);
      return "ended";
    }
    const opened = await connectAndVerify(state);
    if ("error" in opened) return await afterConnectFailure(state, opened);
    connection = opened.connection;
    state.connection = connection;
    state.streams = await fenced(claim, (client) =>
      loadStreams(client, runId, opened.connection.streams),
    );
    return await readSlice(state, stop, options);
  } catch (error) {
    if (error instanceof LostClaim) return "not_ours";
    throw error;
  } finally {
    clearInterval(renewal);
    await closed(connection);
  }
}

async function prepare(claim: Claim, signal: AbortSignal): Promise<RunState> {
  const run = await db().syncRun.findUniqueOrThrow({
    where: { id: claim.runId },
    include: { source: true },
  });
  const progress = run.progress as { verified?: boolean };
  const attempt = (run.progress as { connectAttempt?: number }).connectAttempt ?? 0;
  return {
    claim,
    source: run.source,
    verification: run.source.verification as Verification | null,
    isFirstReading: run.source.lastCompleteAt === null,
    verified: progress.verified === true,
    connectAttempt: attempt,
    cancelAsked: run.cancelAsked,
    signal,
    streams: [],
    connection: undefined,
    ahead: [],
    ids: new Map(),
  };
}

interface ConnectFailure {
  error: ConnectorError;
  todo?: string;
}

/**
 * Connects and, once a run, verifies: the permissions may have changed since the last one, and so may
 * the account that the credential leads to.
 */
async function connectAndVerify(
  state: RunState,
): Promise<{ connection: Connection } | ConnectFailure> {
  const { claim, source } = state;
  const onWaiting = (reason: string, until: Date): void => {
    sql(
      `UPDATE sync_run SET progress = progress || jsonb_build_object('waiting', $3::jsonb)
       WHERE id = $1 AND fence = $2`,
      [claim.runId, claim.fence, JSON.stringify({ reason, until: until.toISOString() })],
    ).catch(() => undefined);
  };
  let connection: Connection | undefined;
  try {
    connection = await openConnection(source, ioFor(source.id, state.signal, onWaiting));
    const moved = state.verified ? await forgetFailures(state) : await verify(state, connection);
    if (!moved) return { connection };
    await closed(connection);
    return { error: new ConnectorError("unexpected_response", moved.message), todo: moved.todo };
  } catch (error) {
    // What stays open counts against the few connections that the provider grants.
    await closed(connection);
    if (error instanceof LostClaim) throw error;
    return { error: asConnectorError(error) };
  }
}

const closed = (connection: Connection | undefined): Promise<void> =>
  connection?.close?.().catch(() => undefined) ?? Promise.resolve();

/** Keeps the provider's answer with the source, unless it tells of another account. */
async function verify(
  { claim, source, verification: noted }: RunState,
  connection: Connection,
): Promise<ReturnType<typeof movedTarget>> {
  const verification = await connection.verify();
  const moved = movedTarget(noted, verification);
  if (moved) return moved;
  await fenced(claim, async (client) => {
    await client.query("UPDATE source SET verification = $2, verified_at = now() WHERE id = $1", [
      source.id,
      JSON.stringify({ ...notedTarget(noted), ...verification }),
    ]);
    await client.query(
      `UPDATE sync_run SET progress = progress - 'waiting' - 'connectAttempt' || '{"verified": true}' WHERE id = $1`,
      [claim.runId],
    );
  });
  return null;
}

/** Failures count in a row: those before a connection that worked are over. */
async function forgetFailures({ claim, connectAttempt }: RunState): Promise<null> {
  if (connectAttempt === 0) return null;
  await fenced(claim, (client) =>
    client.query("UPDATE sync_run SET progress = progress - 'connectAttempt' WHERE id = $1", [
      claim.runId,
    ]),
  );
  return null;
}

async function afterConnectFailure(
  state: RunState,
  { error, todo }: ConnectFailure,
): Promise<SyncStep> {
  const attempt = state.connectAttempt + 1;
  const next = consequenceOf(error, attempt);
  if (next.kind === "wait") {
    await pause(state.claim, next.ms, next.reason, { connectAttempt: attempt });
    return "waits";
  }
  await failRun(state, error, { todo });
  return "ended";
}

async function readSlice(
  state: RunState,
  stop: AbortSignal,
  options: SyncOptions,
): Promise<SyncStep> {
  const endsAt = Date.now() + options.sliceMs;
  if (state.isFirstReading) await refreshStatistics();
  for (;;) {
    if (state.signal.aborted) throw new LostClaim("The lease was lost");
    const stream = state.streams.find(isUnfinished);
    if (!stream) {
      await finishRun(state);
      return "ended";
    }
    const mayReadAhead = (): boolean => !stop.aborted && Date.now() < endsAt;
    const outcome = await readPages(state, stream, mayReadAhead);
    if (outcome.kind === "cancelled") return "ended";
    if (outcome.kind === "run_failed") return "ended";
    if (outcome.kind === "wait") {
      if (outcome.ms > options.sleepMs || stop.aborted) {
        await pause(state.claim, outcome.ms, outcome.reason);
        return "waits";
      }
      await sleep(outcome.ms);
    }
    // What is read already is written first.
    const isReadAhead = Boolean(state.ahead[0]?.read);
    if (stop.aborted || (Date.now() >= endsAt && !isReadAhead)) {
      await pause(state.claim, 0, null);
      return "continues";
    }
  }
}

/** Gives the run back and enqueues its continuation, in one transaction. */
async function pause(
  claim: Claim,
  ms: number,
  reason: string | null,
  progress: Record<string, unknown> = {},
): Promise<void> {
  const waiting =
    reason === null ? null : { reason, until: new Date(Date.now() + ms).toISOString() };
  await fenced(claim, async (client) => {
    await client.query(
      `UPDATE sync_run SET lease_until = NULL, progress = progress || $3::jsonb,
         not_before = CASE WHEN $2::float8 > 0 THEN now() + make_interval(secs => $2::float8 / 1000) END
       WHERE id = $1`,
      [claim.runId, ms, JSON.stringify({ ...progress, waiting })],
    );
    await enqueueOn(
      client,
      "sync-source",
      { runId: claim.runId },
      { singletonKey: claim.runId, startAfterSeconds: ms / 1000 },
    );
  });
  if (reason) logger.info({ runId: claim.runId, reason, ms }, "the sync waits");
}

async function endCancelled(claim: Claim): Promise<void> {
  await fenced(claim, (client) => cancelRun(client, claim));
}
