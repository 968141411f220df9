import { z } from "zod";
import { readConditions, type SearchParams } from "@/app/_http/address-conditions";
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
export type FindingParams = Partial<Record<keyof typeof shape, string>>;

export const readParams = (raw: SearchParams) => readConditions(shape, raw);
