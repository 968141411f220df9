import { z } from "zod";
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

/** The address's conditions, and the names of those that mean nothing and were left out. */
export function readParams(raw: Record<string, string | string[] | undefined>): {
  params: FindingParams;
  ignored: string[];
} {
  const params: FindingParams = {};
  const ignored: string[] = [];
  for (const [key, schema] of Object.entries(shape)) {
    const value = raw[key];
    if (value === undefined || value === "") continue;
    if (schema.safeParse(value).success) params[key as keyof typeof shape] = String(value);
    else ignored.push(key);
  }
  return { params, ignored };
}
