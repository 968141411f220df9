import type { z } from "zod";

export type SearchParams = Record<string, string | string[] | undefined>;

/** The address's conditions, and the names of those that mean nothing and were left out. */
export function readConditions<Key extends string>(
  shape: Readonly<Record<Key, z.ZodType>>,
  raw: SearchParams,
): { params: Partial<Record<Key, string>>; ignored: string[] } {
  const params: Partial<Record<Key, string>> = {};
  const ignored: string[] = [];
  for (const key of Object.keys(shape) as Key[]) {
    const value = raw[key];
    if (value === undefined || value === "") continue;
    if (shape[key].safeParse(value).success) params[key] = String(value);
    else ignored.push(key);
  }
  return { params, ignored };
}
