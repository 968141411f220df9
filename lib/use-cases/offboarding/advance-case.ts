import {
  ConnectorError,
  type ActionVerb,
  type Inspection,
  type TargetActions,
} from "@/connectors/contract";
import { valueOf } from "@/lib/domain/evidence";
import { watchEveryMs, type OffboardingState } from "@/lib/domain/lifecycle/offboarding";
import { db } from "@/lib/infra/db";
import { type Context, systemContext } from "../context";
import { isGoneFromInventory, lookAgainLater } from "./manual-proof";
import { NoActions, withActions } from "./open-actions";
import {
  recordDone,
  recordFailure,
  recordIntent,
  recordMove,
  recordPlan,
  recordWatch,
} from "./record";

type Case = NonNullable<Awaited<ReturnType<typeof readCase>>>;
interface Look {
  found: Case;
  ctx: Context;
  clock: () => Date;
  signal: AbortSignal;
}

const readCase = (id: string) =>
  db().offboardingCase.findUnique({ where: { id }, include: { identity: true, calls: true } });

const reached: Record<ActionVerb, Inspection["state"]> = {
  disable: "disabled",
  delete: "gone",
  enable: "active",
};
const hopeless = new Set(["unauthorized", "forbidden", "unexpected_response", "no_actions"]);

/** Looks at one case and takes the step that is due. Every step may be repeated without harm. */
export async function advanceCase(
  id: string,
  clock: () => Date,
  signal: AbortSignal,
): Promise<void> {
  for (let steps = 0; steps < 8; steps += 1) {
    const found = await readCase(id);
    const now = clock();
    if (!found?.nextAt || found.nextAt > now) return;
    await takeStep({ found, ctx: systemContext("offboarding", now), clock, signal });
  }
}

async function takeStep(look: Look): Promise<void> {
  switch (look.found.state as OffboardingState) {
    case "requested":
      return plan(look);
    case "approved":
      return begin(look);
    case "disabling":
      return carryOut(look, "disable");
    case "undoing":
      return carryOut(look, "enable");
    case "deleting":
      return carryOut(look, "delete");
    case "watching":
      return watch(look);
    case "deleted":
      return prove(look);
    case "reported":
      return proveReported(look);
    case "stuck":
      return tryAgain(look);
    default:
      await db().offboardingCase.update({ where: { id: look.found.id }, data: { nextAt: null } });
  }
}

async function plan(look: Look): Promise<void> {
  await guarded(look, null, async (actions) => {
    const seen = await actions.inspect();
    const steps = (["disable", "delete"] as const).flatMap((verb) => {
      const action = actions[verb];
      if (!action) return [];
      return [{ verb, reversible: action.reversible, calls: action.calls.map((c) => ({ ...c })) }];
    });
    await recordPlan(look.ctx, {
      caseId: look.found.id,
      plan: {
        at: look.ctx.now.toISOString(),
        state: seen.state,
        steps,
        consumers: seen.consumers,
        leftovers: seen.leftovers,
        lastUsedAt: { ...seen.lastUsedAt },
      },
      snapshot: seen.snapshot,
      refusal: seen.refusal,
    });
  });
}

/** Disable first; where the provider has no soft step, the approval was for the deletion itself. */
async function begin(look: Look): Promise<void> {
  const { steps } = (look.found.plan ?? { steps: [] }) as { steps: { verb: string }[] };
  const isSoft = steps.some((step) => step.verb === "disable");
  await recordMove(look.ctx, {
    caseId: look.found.id,
    event: isSoft ? "start_disable" : "start_delete",
    because: isSoft ? "Approved" : "Approved; the provider has no step that can be undone",
  });
}

async function carryOut(look: Look, verb: ActionVerb): Promise<void> {
  const { found, ctx } = look;
  await guarded(look, verb, async (actions) => {
    const action = actions[verb];
    if (!action) throw new NoActions(`The provider offers no way to ${verb} this target.`);
    // An intent without an outcome: the call may have reached the provider. What it shows decides.
    if (found.calls.some((call) => call.state === "intended")) {
      const seen = await actions.inspect();
      if (seen.state === reached[verb] || (verb !== "enable" && seen.state === "gone")) {
        const answer = "Settled by reading the provider again: the call had arrived.";
        await recordDone({ ...ctx, now: look.clock() }, { caseId: found.id, verb, answer });
        return;
      }
    } else {
      const calls = action.calls.map((line) => ({ ...line }));
      await recordIntent(ctx, { caseId: found.id, verb, calls });
    }
    const answer = await action.run((found.snapshot ?? {}) as Inspection["snapshot"]);
    const shown = (await actions.inspect()).state;
    if (shown !== reached[verb] && !(verb === "disable" && shown === "gone")) {
      throw new ConnectorError(
        "unavailable",
        `The provider answered, but still shows the target as ${shown}.`,
      );
    }
    await recordDone({ ...ctx, now: look.clock() }, { caseId: found.id, verb, answer });
  });
}

async function watch(look: Look): Promise<void> {
  const { found, ctx } = look;
  const until = found.watchUntil ?? ctx.now;
  if (ctx.now >= until) {
    await recordMove(ctx, {
      caseId: found.id,
      event: "start_delete",
      because: `Watched for ${found.watchDays} days`,
    });
    return;
  }
  await guarded(look, null, async (actions) => {
    const seen = await actions.inspect();
    const lastUsed = valueOf(seen.lastUsedAt);
    const since = found.disabledAt?.getTime() ?? 0;
    const isUsed = lastUsed ? Date.parse(lastUsed) > since : false;
    const { name } = found.target as { name: string };
    const next = Math.min(until.getTime(), ctx.now.getTime() + watchEveryMs);
    await recordWatch(ctx, {
      caseId: found.id,
      nextAt: new Date(next),
      used:
        seen.state === "active" || isUsed
          ? `${name} was ${seen.state === "active" ? "enabled again at the provider" : `used at ${lastUsed}`} although it is on its way out.`
          : null,
    });
  });
}

/** For a task of a person the next complete sync is the proof. */
async function proveReported({ found, ctx }: Look): Promise<void> {
  if (!(await isGoneFromInventory(found))) return lookAgainLater(found.id, ctx.now);
  const because = "A complete sync did not find it any more.";
  await recordMove(ctx, { caseId: found.id, event: "verify", because });
}

/** Deleted is a claim; gone is a reading. */
async function prove(look: Look): Promise<void> {
  const { found, ctx } = look;
  await guarded(look, null, async (actions) => {
    const { state } = await actions.inspect();
    const isGone = state === "gone";
    await recordMove(ctx, {
      caseId: found.id,
      event: isGone ? "verify" : "find_alive",
      because: isGone
        ? "Read again at the provider: it does not exist."
        : `The provider still shows it as ${state}.`,
    });
  });
}

async function tryAgain(look: Look): Promise<void> {
  const event = { disable: "start_disable", delete: "start_delete", enable: "undo" } as const;
  await recordMove(look.ctx, {
    caseId: look.found.id,
    event: event[(look.found.step ?? "disable") as ActionVerb],
    because: "Tried again",
  });
}

/** Runs the work against the provider; a failure becomes a row, a pause or a stuck case. */
async function guarded(
  look: Look,
  verb: ActionVerb | null,
  work: (actions: TargetActions) => Promise<void>,
): Promise<void> {
  try {
    await withActions(look.found, look.signal, work);
  } catch (error) {
    const code =
      error instanceof ConnectorError
        ? error.code
        : error instanceof NoActions
          ? "no_actions"
          : null;
    if (code === null) throw error;
    await recordFailure(
      { ...look.ctx, now: look.clock() },
      {
        caseId: look.found.id,
        verb,
        code,
        message: (error as Error).message,
        isHopeless: hopeless.has(code),
        random: Math.random(),
      },
    );
  }
}
