import { z } from "zod";
import { DomainError } from "@/lib/domain/errors";
import type { Tx } from "@/lib/infra/db";
import { defineCommand } from "../define-command";
import { onTransaction } from "../ingest/on-transaction";
import { forgetSeen } from "../ingest/seen";
import { disbelieveReadings } from "./disbelieve-readings";
import { claimable, runGuards } from "./run-guards";
import { lockSource } from "./start-run";

interface Ending {
  id: string;
  sourceId: string;
  startedAt: Date | null;
}

/** Whoever ends a run that waits for an answer has not agreed that anything is gone. */
async function endHeld(tx: Tx, run: Ending, now: Date): Promise<boolean> {
  const ended = await tx.syncRun.updateMany({
    where: { id: run.id, state: { in: runGuards.reject.from } },
    data: { state: runGuards.cancel.to, cancelAsked: true, finishedAt: now },
  });
  if (ended.count === 0) return false;
  await disbelieveReadings(onTransaction(tx), run.sourceId);
  await tx.source.update({ where: { id: run.sourceId }, data: { status: "partial" } });
  await forgetSeen(onTransaction(tx), run.id);
  return true;
}

/** Ends a run that nobody works on: not begun yet, or between two slices. */
async function endIdle(tx: Tx, run: Ending, now: Date): Promise<boolean> {
  const ended = await tx.syncRun.updateMany({
    where: {
      id: run.id,
      state: { in: claimable },
      OR: [{ leaseUntil: null }, { leaseUntil: { lt: now } }],
    },
    data: { state: runGuards.cancel.to, cancelAsked: true, finishedAt: now, leaseUntil: null },
  });
  if (ended.count === 0) return false;
  await forgetSeen(onTransaction(tx), run.id);
  if (run.startedAt)
    await tx.source.update({ where: { id: run.sourceId }, data: { lastAttemptAt: now } });
  return true;
}

async function askToEnd(tx: Tx, run: Ending): Promise<boolean> {
  const asked = await tx.syncRun.updateMany({
    where: { id: run.id, state: { in: runGuards.resume.from } },
    data: { cancelAsked: true },
  });
  return asked.count > 0;
}

/** Asks a run to end after the page it reads; one that nobody works on ends at once. */
export const cancelSync = defineCommand({
  name: "source.cancel-sync",
  event: "source.sync-cancelled",
  permission: "source:sync",
  input: z.strictObject({ runId: z.uuid() }),
  run: async ({ tx, ctx, input }) => {
    const run = await tx.syncRun.findUnique({ where: { id: input.runId } });
    if (!run) throw new DomainError("not_found", "This run does not exist.");
    if (run.state === runGuards.hold_for_person.to) await lockSource(tx, run.sourceId);
    const isTaken =
      (await endHeld(tx, run, ctx.now)) ||
      (await endIdle(tx, run, ctx.now)) ||
      (await askToEnd(tx, run));
    if (!isTaken) {
      throw new DomainError("conflict", "This run has ended already; nothing was changed.");
    }
    return {
      result: { runId: run.id },
      audit: { targetType: "source", targetId: run.sourceId, detail: { runId: run.id } },
    };
  },
});
