import type { PoolClient } from "pg";
import type { ConnectorError, Verification } from "@/connectors/contract";
import { isFinal } from "@/lib/domain/lifecycle/lifecycle";
import { syncRunLifecycle } from "@/lib/domain/lifecycle/sync-run";
import { pool } from "@/lib/infra/db";
import { enqueueOn } from "@/lib/infra/queue";
import { forgetSeen } from "../ingest/seen";
import { inMemory, type Reconciled, tablesLackingEntries } from "../ingest/unseen";
import { wakeReported } from "../offboarding/inventory-check";
import { forgetRemovals } from "./disbelieve-readings";
import { listOwnCredential } from "./own-credential";
import { reconcilableStreams } from "./reconcilable-streams";
import type { RunState } from "./run-state";
import { type HeldRemovals, removeUnseen } from "./remove-unseen";
import { type Claim, fenced } from "./run-claim";
import { runGuards } from "./run-guards";
import { addToOutcome } from "./run-streams";
import { coverageOf } from "./coverage";
import { syncError } from "./sync-error";

/** What ends a run, or leaves it to a person. */
type EndEvent = "succeed" | "end_partly" | "fail" | "cancel" | "hold_for_person";

/** Ends a run whose streams are all read: reconciles what is gone, sets the source's freshness. */
export async function finishRun(state: RunState): Promise<void> {
  const { claim, source, streams } = state;
  const now = new Date();
  const failed = streams.find((stream) => stream.state === "failed");
  const reading = failed ? null : await readingOf(claim, now);
  // Asked for before the transaction: who holds a connection must not wait for another.
  const lacking = reading ? tablesLackingEntries(reading) : Promise.resolve([]);
  lacking.catch(() => undefined);
  await fenced(claim, async (client) => {
    await client.query(inMemory);
    await inventoryOwnCredential(client, state, now);
    const coverage = JSON.stringify(await coverageOf(client, source.id, streams, now));
    await client.query("UPDATE source SET coverage = $2 WHERE id = $1", [source.id, coverage]);
    if (!reading) {
      await endRun(client, claim, "end_partly", failed?.error ?? null);
      return;
    }
    const outcome = await removeUnseen(client, reading, lacking);
    if ("heldRemovals" in outcome) {
      await endRun(client, claim, "hold_for_person", null, outcome);
      return;
    }
    await addToOutcome(client, claim.runId, outcome);
    await endRun(client, claim, "succeed", null);
  });
}

const readingOf = async ({ runId, sourceId }: Claim, now: Date): Promise<Reconciled> => ({
  runId,
  sourceId,
  ...(await reconcilableStreams(pool(), runId)),
  now,
});

async function inventoryOwnCredential(
  client: PoolClient,
  { source, claim, isFirstReading }: RunState,
  now: Date,
): Promise<void> {
  const { rows } = await client.query<{ verification: Verification | null }>(
    "SELECT verification FROM source WHERE id = $1",
    [source.id],
  );
  const verification = rows[0]?.verification;
  if (!verification || (source.sealedSecrets === null && !verification.self)) return;
  const place = {
    id: source.id,
    connectorId: source.connectorId,
    runId: claim.runId,
    isFirstReading,
  };
  await listOwnCredential(client, place, verification, now);
}

/** Ends the run because the source's credential does not work, or leads elsewhere. */
export async function failRun(
  state: RunState,
  error: ConnectorError,
  { stream = null, todo }: { stream?: string | null; todo?: string | undefined } = {},
): Promise<void> {
  const of = syncError(state.source.name, stream, error);
  const told = todo === undefined ? of : { ...of, todo };
  await fenced(state.claim, (client) => endRun(client, state.claim, "fail", told));
}

/** Ends the run because somebody asked; what was read is kept. */
export async function cancelRun(client: PoolClient, claim: Claim): Promise<void> {
  await endRun(client, claim, "cancel", null);
}

/** A cancelled run tells nothing of the source: what the one before it said still holds. */
const statusAfter: Partial<Record<EndEvent, string>> = {
  succeed: "ok",
  end_partly: "partial",
  fail: "failed",
  hold_for_person: "waiting_for_person",
};

/** The one way for a worker to end a run; its lifecycle says from where. */
async function endRun(
  client: PoolClient,
  { runId, sourceId }: Claim,
  event: EndEvent,
  error: object | null,
  held: HeldRemovals | null = null,
): Promise<void> {
  const { from, to } = runGuards[event];
  await client.query(
    `UPDATE sync_run SET state = $2, error = $3, lease_until = NULL, progress = progress - 'waiting',
       outcome = COALESCE(outcome, '{}') || $4::jsonb,
       finished_at = CASE WHEN $5 THEN now() END
     WHERE id = $1 AND state = ANY($6)`,
    [
      runId,
      to,
      error ? JSON.stringify(error) : null,
      JSON.stringify(held ?? {}),
      isFinal(syncRunLifecycle, to),
      from,
    ],
  );
  await client.query(
    `UPDATE source SET status = COALESCE($2, status),
       last_error = CASE WHEN $2 IS NULL THEN last_error ELSE $3 END, last_attempt_at = now(), updated_at = now(),
       last_complete_at = CASE WHEN $2 = 'ok' THEN now() ELSE last_complete_at END
     WHERE id = $1`,
    [sourceId, statusAfter[event] ?? null, error ? JSON.stringify(error) : null],
  );
  // What a held run has seen decides, once somebody agrees, what it has not.
  if (!held) await forgetSeen(client, runId);
  if (event === "succeed") {
    await forgetRemovals(client, sourceId);
    await wakeReported(client, sourceId);
  }
  await enqueueOn(client, "score-identities", { reason: `run ${runId}` }, { singletonKey: "due" });
}
