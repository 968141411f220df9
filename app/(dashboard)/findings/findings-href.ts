import type { FindingParams } from "./search-params";

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
