import { ConnectorError, type ActionVerb, type Inspection } from "@/connectors/contract";
import { valueOf } from "@/lib/domain/evidence";
import type { CaseState } from "@/lib/domain/lifecycle/case";
import { watchEveryMs } from "@/lib/domain/lifecycle/offboarding";
import { db } from "@/lib/infra/db";
import { systemContext } from "../context";
import { planRotation } from "../rotation/plan-rotation";
import { startRotation, takeRotationStep } from "../rotation/rotation-steps";
import { beginOffboarding, remindOwner } from "./ask-owner";
import { guarded, readCase, type Look } from "./case-step";
import { inventoryLeftovers } from "./inventory-leftovers";
import { isGoneFromInventory, lookAgainLater } from "./inventory-check";
import { NoActions } from "./open-actions";
import { endingSteps } from "./planned-steps";
import { recordDone, recordIntent, recordMove, recordPlan, recordWatch } from "./record";

const reached: Record<ActionVerb, Inspection["state"]> = {
  disable: "disabled",
  delete: "gone",
  enable: "active",
};

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
  const { found } = look;
  switch (found.state as CaseState) {
    case "requested":
      return found.kind === "rotation" ? planRotation(look) : plan(look);
    case "approved":
      return found.kind === "rotation" ? startRotation(look) : beginOffboarding(look);
    case "confirming":
      return remindOwner(look);
    case "disabling":
    case "disabling_old":
      return carryOut(look, "disable");
    case "undoing":
      return carryOut(look, "enable");
    case "deleting":
    case "deleting_old":
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
      if (await takeRotationStep(look)) return;
      await db().offboardingCase.update({ where: { id: found.id }, data: { nextAt: null } });
  }
}

async function plan(look: Look): Promise<void> {
  await guarded(look, null, async (actions) => {
    const seen = await actions.inspect();
    await recordPlan(look.ctx, {
      caseId: look.found.id,
      plan: {
        at: look.ctx.now.toISOString(),
        state: seen.state,
        steps: endingSteps(actions),
        consumers: [...seen.consumers, ...((await actions.searchConsumers?.()) ?? [])],
        leftovers: [...seen.leftovers, ...(await inventoryLeftovers(look.found))],
        lastUsedAt: { ...seen.lastUsedAt },
      },
      snapshot: seen.snapshot,
      refusal: seen.refusal,
    });
  });
}

async function carryOut(look: Look, verb: ActionVerb): Promise<void> {
  const { found, ctx } = look;
  await guarded(look, verb, async (actions) => {
    const action = actions[verb];
    if (!action) throw new NoActions(`The provider offers no way to ${verb} this target.`);
    const kept = (found.snapshot ?? {}) as Inspection["snapshot"];
    const read = () => actions.inspect(verb === "enable" ? kept : undefined);
    const seen = await read();
    // Once a step was tried, what is there may be half done: undoing needs how it was before.
    const isWhole =
      seen.state === "active" && verb !== "enable" && !found.calls.some((one) => one.verb === verb);
    // An intent without an outcome: the call may have reached the provider. What it shows decides.
    if (found.calls.some((call) => call.state === "intended")) {
      if (seen.state === reached[verb] || (verb !== "enable" && seen.state === "gone")) {
        const answer = "Settled by reading the provider again: the call had arrived.";
        await recordDone({ ...ctx, now: look.clock() }, { caseId: found.id, verb, answer });
        return;
      }
    } else {
      const calls = action.calls.map((line) => ({ ...line }));
      const { snapshot } = seen;
      await recordIntent(ctx, { caseId: found.id, verb, calls, snapshot, isWhole });
    }
    const answer = await action.run(isWhole ? seen.snapshot : kept);
    const shown = (await read()).state;
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
  const event = {
    disable: "start_disable",
    delete: "start_delete",
    enable: "undo",
    replace: "start_replace",
  } as const;
  await recordMove(look.ctx, {
    caseId: look.found.id,
    event: event[(look.found.step ?? "disable") as keyof typeof event],
    because: "Tried again",
  });
}
