import { unknown } from "@/lib/domain/evidence";
import type { Inspection, PlannedCall, TargetAction } from "./action-contract";

export const step = (
  reversible: TargetAction["reversible"],
  calls: readonly PlannedCall[],
  run: TargetAction["run"],
): TargetAction => ({ reversible, calls, run });

/** How something looks that does not exist. */
export const gone = (
  lastUsedAt: Inspection["lastUsedAt"] = unknown("not_offered", "It does not exist any more."),
): Inspection => ({
  state: "gone",
  snapshot: {},
  consumers: [],
  leftovers: [],
  lastUsedAt,
  refusal: null,
});
