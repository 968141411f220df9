import { z } from "zod";
import { dayOf } from "@/lib/domain/days";
import { dueEvent, type ExceptionState } from "@/lib/domain/lifecycle/exception";
import { db, type Tx } from "@/lib/infra/db";
import { logger } from "@/lib/infra/logger";
import { systemContext } from "../context";
import { defineCommand } from "../define-command";
import { applyException } from "./cover-findings";
import {
  activateException,
  auditedException,
  exceptionOrRefuse,
  moveException,
  type StoredException,
  tellException,
} from "./exception-state";
import { tellExpired, tellExpiring } from "./tell-people";

async function step(tx: Tx, found: StoredException, now: Date) {
  const state = found.state as ExceptionState;
  const event = dueEvent({ state, startsAt: found.startsAt, endsAt: found.endsAt }, now);
  if (event === null) return { state, reopened: 0 };
  if (event === "activate") return { state: await activateException(tx, found, now), reopened: 0 };
  const to = await moveException(tx, found, event, now);
  if (event === "remind") {
    const day = dayOf(found.endsAt);
    await tellException(
      tx,
      found,
      now,
      `An exception ends on ${day}; its findings open again then`,
    );
    await tellExpiring(tx, found, now);
    return { state: to, reopened: 0 };
  }
  const { reopened } = await applyException(tx, found);
  const opened = `${reopened} ${reopened === 1 ? "finding is" : "findings are"} open again`;
  await tellException(
    tx,
    found,
    now,
    found.decidedAt
      ? `An exception ended: ${opened}`
      : "A request for an exception lapsed unanswered",
  );
  await tellExpired(tx, found, now);
  return { state: to, reopened };
}

/** Takes the step that time asks of one exception: begin, remind, end. */
const advanceException = defineCommand({
  name: "exception.advance",
  event: "exception.advanced",
  permission: "exception:decide",
  input: z.strictObject({ exceptionId: z.uuid() }),
  run: async ({ tx, ctx, input }) => {
    const found = await exceptionOrRefuse(tx, input.exceptionId);
    const { state, reopened } = await step(tx, found, ctx.now);
    return {
      result: null,
      audit: auditedException(found.id, { from: found.state, to: state, reopened }),
    };
  },
});

/** Moves every exception that is due. Returns how many steps were taken. */
export async function advanceExceptions(
  now: Date,
  stop: AbortSignal = new AbortController().signal,
): Promise<number> {
  let moved = 0;
  const failed: string[] = [];
  for (;;) {
    const due = stop.aborted
      ? null
      : await db().policyException.findFirst({
          where: { nextAt: { lte: now }, id: { notIn: failed } },
          orderBy: { nextAt: "asc" },
          select: { id: true },
        });
    if (!due) return moved;
    try {
      await advanceException(systemContext("exceptions", now), { exceptionId: due.id });
      moved += 1;
    } catch (error) {
      failed.push(due.id);
      logger.error({ exceptionId: due.id, err: error }, "an exception could not be advanced");
    }
  }
}
