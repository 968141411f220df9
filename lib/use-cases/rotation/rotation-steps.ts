import {
  ConnectorError,
  type ActionTarget,
  type PlannedCall,
  type TargetActions,
  type TargetRotation,
} from "@/connectors/contract";
import { valueOf } from "@/lib/domain/evidence";
import type { CaseState, CaseVerb } from "@/lib/domain/lifecycle/case";
import { overlapLookMs, quietUntil } from "@/lib/domain/lifecycle/rotation";
import { db } from "@/lib/infra/db";
import { begin, guarded, settling, type Look } from "../offboarding/case-step";
import { NoActions, withActions } from "../offboarding/open-actions";
import { recordIntent, recordMove } from "../offboarding/record";
import { withDelivery } from "./delivery";
import { rotationOf } from "./plan-rotation";
import { recordCreated, recordDelivered, recordEnd, recordOverlap } from "./record";
import { openSecret } from "./sealed-secret";
import { supportOf } from "./support";

const steps: Partial<Record<CaseState, (look: Look) => Promise<void>>> = {
  creating: create,
  delivering: deliver,
  delivered: afterDelivery,
  overlapping: overlap,
  replacing: replace,
  destroying: destroy,
  dangling: (look) => move(look, "destroy", "Tried again"),
};

/** Takes the step that only a rotation has; false when its state has none. */
export async function takeRotationStep(look: Look): Promise<boolean> {
  const step = steps[look.found.state as CaseState];
  await step?.(look);
  return step !== undefined;
}

export const startRotation = (look: Look): Promise<void> => move(look, "start_create", "Approved");

const move = async (
  { ctx, found }: Look,
  event: "start_create" | "start_replace" | "destroy",
  because: string,
): Promise<void> => void (await recordMove(ctx, { caseId: found.id, event, because }));

const afterNow = ({ ctx, clock }: Look) => ({ ...ctx, now: clock() });

/** Written before the call, unless a call is still open whose outcome nobody knows. */
async function intend(
  { ctx, found }: Look,
  verb: CaseVerb,
  calls: readonly PlannedCall[],
  existing?: string[],
): Promise<void> {
  if (found.calls.some((call) => call.state === "intended" && call.verb === verb)) return;
  const lines = calls.map((line) => ({ ...line }));
  await recordIntent(ctx, { caseId: found.id, verb, calls: lines, existing });
}

function rotationIn(actions: TargetActions): TargetRotation {
  if (actions.rotation) return actions.rotation;
  throw new NoActions("The provider offers no way to make a successor.");
}

/** Names what Muster made at a provider that keeps such a name. */
const markOf = ({ found }: Look): string => `muster-${found.id}`;

/**
 * Making is not idempotent. An earlier try may have arrived although its answer was lost: what it
 * left is deleted, since nobody knows its secret, before one more is made.
 */
async function create(look: Look): Promise<void> {
  const { found } = look;
  await guarded(look, "create", async (actions) => {
    const rotation = rotationIn(actions);
    const earlier = found.calls.find((call) => call.verb === "create");
    const known = found.rotation?.existing as string[] | null;
    const settled =
      earlier && known ? await rotation.discard(known, markOf(look), earlier.startedAt) : "";
    await intend(look, "create", rotation.calls, known ?? (await rotation.existing()));
    await rotation.create(markOf(look), async (made) => {
      const answer = `${settled} Made ${made.name}.`.trim();
      await recordCreated(afterNow(look), { caseId: found.id, ...made, answer });
    });
  });
}

/** The new credential of the case as a target of its own. */
const successor = (look: Look) => {
  const { made } = rotationOf(look);
  const target = { ...(look.found.target as unknown as ActionTarget), ...made };
  return { ...look.found, target };
};

async function deliver(look: Look): Promise<void> {
  const { found, ctx } = look;
  const { destination, secretUntil } = rotationOf(look);
  if (!secretUntil || ctx.now >= new Date(secretUntil))
    return move(look, "destroy", "Nobody took the new secret while it was kept");
  if (destination.type === "shown_once") {
    const nextAt = new Date(secretUntil);
    await db().offboardingCase.update({ where: { id: found.id }, data: { nextAt } });
    return;
  }
  await settling(look, "deliver", async () => {
    await refuseUnlessAlive(look);
    const { secret = {} } = await openSecret(found.id, found.rotation?.sealedSecret ?? null);
    const answer = await withDelivery(destination, look.signal, async (delivery) => {
      await intend(look, "deliver", delivery.calls(Object.keys(secret)));
      return delivery.deliver(secret, found.id);
    });
    await recordDelivered(afterNow(look), { caseId: found.id, answer });
  });
}

/** What was deleted at the provider meanwhile must not reach a destination. */
async function refuseUnlessAlive(look: Look): Promise<void> {
  if (replaces(look)) return;
  const { state } = await withActions(successor(look), look.signal, (made) => made.inspect());
  if (state === "gone")
    throw new ConnectorError("unavailable", "The provider does not show the new one (yet).");
}

const replaces = ({ found }: Look): boolean => supportOf(found)?.overlapHours === null;

async function afterDelivery(look: Look): Promise<void> {
  if (replaces(look)) return move(look, "start_replace", "Delivered");
  await recordOverlap(look.ctx, {
    caseId: look.found.id,
    lastUsedAt: null,
    quietUntil: null,
    nextAt: look.ctx.now,
    doubt: null,
  });
}

/** The old one goes when nobody has used it for the hours that were agreed. */
async function overlap(look: Look): Promise<void> {
  const { ctx, found } = look;
  const { deliveredAt, overlapHours } = rotationOf(look);
  await guarded(look, null, async (actions) => {
    const { lastUsedAt } = await actions.inspect();
    const isKnown = lastUsedAt.state === "known";
    const used = valueOf(lastUsedAt);
    // Giving a switched-off old one back begins the overlap anew.
    const since = new Date(Math.max(Date.parse(deliveredAt ?? ""), givenBackAt(look)));
    const until = quietUntil(since, used ? new Date(used) : null, overlapHours ?? 0);
    const quiet = isKnown && ctx.now >= until;
    const later = ctx.now.getTime() + overlapLookMs;
    await recordOverlap(ctx, {
      caseId: found.id,
      lastUsedAt,
      quietUntil: isKnown ? until : null,
      nextAt: new Date(isKnown && !quiet ? Math.min(later, until.getTime()) : later),
      doubt: isKnown
        ? null
        : `It cannot be proven that nobody uses the old one: ${lastUsedAt.detail ?? "its last use is not known"}. A person decides when it goes.`,
    });
    if (quiet) await begin(look, `Not used for ${overlapHours} hours`);
  });
}

const givenBackAt = ({ found }: Look): number =>
  found.calls
    .findLast((call) => call.verb === "enable" && call.state === "done")
    ?.finishedAt?.getTime() ?? 0;

async function replace(look: Look): Promise<void> {
  const { found } = look;
  await guarded(look, "replace", async (actions) => {
    const { replace: step } = rotationIn(actions);
    if (!step) throw new NoActions("The provider offers no way to replace it in place.");
    const { pending = "" } = await openSecret(found.id, found.rotation?.sealedSecret ?? null);
    await intend(look, "replace", step.calls);
    const answer = await step.run(pending);
    await recordEnd(afterNow(look), { caseId: found.id, how: "replace", answer });
  });
}

/** Deletes the new one, or whatever a lost creation left, and reads that it is gone. */
async function destroy(look: Look): Promise<void> {
  const { found } = look;
  const { made, deliveredAt } = rotationOf(look);
  await settling(look, "destroy", async () => {
    const work = replaces(look) ? neverChanged : made ? deleteMade : discardLost;
    const answer = await work(look);
    const how = deliveredAt ? "undo" : "destroy";
    await recordEnd(afterNow(look), { caseId: found.id, how, answer });
  });
}

const neverChanged = async (): Promise<string> => "The old one was never changed.";

const deleteMade = (look: Look): Promise<string> =>
  withActions(successor(look), look.signal, async (actions) => {
    const { delete: remove } = actions;
    if (!remove) throw new NoActions("The provider offers no way to delete the new one.");
    await intend(look, "destroy", remove.calls);
    const answer = await remove.run((await actions.inspect()).snapshot);
    const { state } = await actions.inspect();
    if (state === "gone") return answer;
    throw new ConnectorError("unavailable", `The provider still shows the new one as ${state}.`);
  });

const discardLost = (look: Look): Promise<string> =>
  withActions(look.found, look.signal, async (actions) => {
    const known = look.found.rotation?.existing as string[] | null;
    const first = look.found.calls.find((call) => call.verb === "create");
    if (!known || !first) return "Nothing had been made.";
    await intend(look, "destroy", [
      { call: "delete what was made", effect: "Nobody knows the secret of it" },
    ]);
    return rotationIn(actions).discard(known, markOf(look), first.startedAt);
  });
