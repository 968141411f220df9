const keys = ["state", "severity", "rule", "source", "framework", "cursor"] as const;
export type FindingParams = Partial<Record<(typeof keys)[number] | "finding", string>>;

/** The address's conditions; empty ones and strangers are left out. */
export function readParams(raw: Record<string, string | string[] | undefined>): FindingParams {
  const out: FindingParams = {};
  for (const key of [...keys, "finding"] as const) {
    const value = raw[key];
    if (typeof value === "string" && value !== "") out[key] = value;
  }
  return out;
}

/** The address of the list with some conditions changed; null takes one away. */
export function findingsHref(
  params: FindingParams,
  changes: Partial<Record<keyof FindingParams, string | null>>,
): string {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries({ ...params, ...changes })) {
    if (value) query.set(key, value);
  }
  const text = query.toString();
  return text ? `/findings?${text}` : "/findings";
}
