import { auditListInput } from "@/lib/use-cases/audit-log/list-audit-events";

const { actor, event, outcome, target, from, to, cursor } = auditListInput.shape;
const shape = { actor, event, outcome, target, from, to, cursor } as const;
export type AuditParams = Partial<Record<keyof typeof shape, string>>;

/** The address's conditions, and the names of those that mean nothing and were left out. */
export function readParams(raw: Record<string, string | string[] | undefined>): {
  params: AuditParams;
  ignored: string[];
} {
  const params: AuditParams = {};
  const ignored: string[] = [];
  for (const [key, schema] of Object.entries(shape)) {
    const value = raw[key];
    if (value === undefined || value === "") continue;
    if (schema.safeParse(value).success) params[key as keyof typeof shape] = String(value);
    else ignored.push(key);
  }
  return { params, ignored };
}

/** The address of the log, or of its file, with these conditions. */
export function auditHref(params: AuditParams, path = "/audit-log"): string {
  const text = new URLSearchParams(params).toString();
  return text ? `${path}?${text}` : path;
}
