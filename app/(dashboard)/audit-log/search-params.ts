import { readConditions, type SearchParams } from "@/app/_http/address-conditions";
import { auditListInput } from "@/lib/use-cases/audit-log/list-audit-events";

const { actor, event, outcome, target, from, to, cursor } = auditListInput.shape;
const shape = { actor, event, outcome, target, from, to, cursor } as const;
export type AuditParams = Partial<Record<keyof typeof shape, string>>;

export const readParams = (raw: SearchParams) => readConditions(shape, raw);

/** The address of the log, or of its file, with these conditions. */
export function auditHref(params: AuditParams, path = "/audit-log"): string {
  const text = new URLSearchParams(params).toString();
  return text ? `${path}?${text}` : path;
}
