import type { PlannedCall } from "@/connectors/contract";
import { DomainError } from "@/lib/domain/errors";
import { guarded, type Look } from "../offboarding/case-step";
import { inventoryLeftovers } from "../offboarding/inventory-leftovers";
import { NoActions } from "../offboarding/open-actions";
import { endingSteps, plannedStep } from "../offboarding/planned-steps";
import { recordPlan } from "../offboarding/record";
import { toRotationRow, type Destination, type RotationRow } from "../offboarding/rotation-row";
import { supportOf } from "./support";
import { withDelivery } from "./delivery";

/** What a rotation keeps beside its case. */
export function rotationOf({ found }: Look): RotationRow {
  if (!found.rotation) throw new DomainError("not_found", "This case has no rotation.");
  return toRotationRow(found.rotation);
}

/** Where the new secret goes, as calls, and why it would be refused there. */
async function lookAtDestination(
  destination: Destination,
  parts: readonly string[],
  signal: AbortSignal,
): Promise<{ calls: readonly PlannedCall[]; refusal: string | null }> {
  if (destination.type === "shown_once") {
    const effect =
      "Whoever asked sees the new secret once, after proving who they are; then it is wiped";
    return { calls: [{ call: "shown once", effect }], refusal: null };
  }
  return withDelivery(destination, signal, async (delivery) => ({
    calls: delivery.calls(parts),
    refusal: await delivery.refusal(),
  }));
}

/** Reads the provider and the destination, and writes down every call before any is made. */
export async function planRotation(look: Look): Promise<void> {
  const { destination } = rotationOf(look);
  await guarded(look, null, async (actions) => {
    const { rotation } = actions;
    if (!rotation) throw new NoActions("The provider offers no way to make a successor.");
    const { parts } = supportOf(look.found) ?? { parts: [] };
    const seen = await actions.inspect();
    const place = await lookAtDestination(destination, parts, look.signal);
    const idle = seen.state === "active" ? null : `It is ${seen.state}: nothing uses it.`;
    const { replace } = rotation;
    await recordPlan(look.ctx, {
      caseId: look.found.id,
      plan: {
        at: look.ctx.now.toISOString(),
        state: seen.state,
        steps: [
          plannedStep("create", "yes", rotation.calls),
          plannedStep("deliver", "no", place.calls),
          ...(replace ? [plannedStep("replace", "no", replace.calls)] : endingSteps(actions)),
        ],
        consumers: [...seen.consumers, ...((await actions.searchConsumers?.()) ?? [])],
        leftovers: [...seen.leftovers, ...(await inventoryLeftovers(look.found))],
        lastUsedAt: { ...seen.lastUsedAt },
      },
      snapshot: seen.snapshot,
      refusal: seen.refusal ?? idle ?? (await rotation.refusal()) ?? place.refusal,
    });
  });
}
