import { type Conditions, readConditions, type SearchParams } from "@/app/_http/address-conditions";
import { areDaysInOrder } from "@/lib/use-cases/audit-log/audit-filter";
import { auditListInput } from "@/lib/use-cases/audit-log/list-audit-events";

const { actor, event, outcome, target, from, to, cursor } = auditListInput.shape;
const shape = { actor, event, outcome, target, from, to, cursor } as const;
export type AuditParams = Conditions<typeof shape>;

/** The conditions of an address; a last day before the first one is left out. */
export function readParams(raw: SearchParams): { params: AuditParams; ignored: string[] } {
  const read = readConditions(shape, raw);
  if (areDaysInOrder(read.params)) return read;
  const { to: _to, ...params } = read.params;
  return { params, ignored: [...read.ignored, "to"] };
}

/** The address of the log, or of its file, with these conditions. */
export function auditHref(params: AuditParams, path = "/audit-log"): string {
  const text = new URLSearchParams(params).toString();
  return text ? `${path}?${text}` : path;
}
