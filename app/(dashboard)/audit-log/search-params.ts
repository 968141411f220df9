const keys = ["actor", "event", "outcome", "target", "from", "to", "cursor"] as const;
export type AuditParams = Partial<Record<(typeof keys)[number], string>>;

/** The address's conditions; empty ones and strangers are left out. */
export function readParams(raw: Record<string, string | string[] | undefined>): AuditParams {
  const out: AuditParams = {};
  for (const key of keys) {
    const value = raw[key];
    if (typeof value === "string" && value.trim() !== "") out[key] = value;
  }
  return out;
}

/** The address of the lines before `cursor` under the same conditions. */
export function olderHref(params: AuditParams, cursor: string): string {
  return `/audit-log?${new URLSearchParams({ ...params, cursor }).toString()}`;
}
