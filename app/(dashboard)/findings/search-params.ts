import { z } from "zod";
import { type Conditions, readConditions, type SearchParams } from "@/app/_http/address-conditions";
import { findingListInput } from "@/lib/use-cases/findings/finding-input";

const { state, severity, rule, source, framework, cursor } = findingListInput.shape;
const shape = {
  state: state.optional(),
  severity,
  rule,
  source,
  framework,
  cursor,
  /** The open panel. */
  finding: z.uuid(),
  /** `all` lists every finding; otherwise they are grouped by rule. */
  view: z.enum(["all"]),
} as const;
export type FindingParams = Conditions<typeof shape>;

export const readParams = (raw: SearchParams) => readConditions(shape, raw);
