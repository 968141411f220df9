import type { PlannedCall, TargetAction, TargetActions } from "@/connectors/contract";
import type { CaseVerb } from "@/lib/domain/lifecycle/case";

/** A type and no interface, so that it is JSON to the compiler. */
export type PlannedStep = {
  verb: CaseVerb;
  reversible: TargetAction["reversible"];
  calls: { call: string; effect: string }[];
};

export const plannedStep = (
  verb: CaseVerb,
  reversible: TargetAction["reversible"],
  calls: readonly PlannedCall[],
): PlannedStep => ({ verb, reversible, calls: calls.map((line) => ({ ...line })) });

/** The steps that end a target, with the exact calls of each. */
export const endingSteps = (actions: TargetActions): PlannedStep[] =>
  (["disable", "delete"] as const).flatMap((verb) => {
    const action = actions[verb];
    return action ? [plannedStep(verb, action.reversible, action.calls)] : [];
  });

/** Whether Muster kept what the provider needs to make the target again after its deletion. */
export const canBeMadeAgain = ({ plan, mode }: { plan: unknown; mode: string }): boolean =>
  mode === "provider" &&
  ((plan as { steps: PlannedStep[] } | null)?.steps ?? []).some(
    ({ verb, reversible }) => verb === "delete" && reversible === "from_snapshot",
  );
