import type { z } from "zod";

export type SearchParams = Record<string, string | string[] | undefined>;

/** Each as the address writes it, of those values that its schema takes. */
export type Conditions<Shape extends Readonly<Record<string, z.ZodType>>> = {
  [Key in keyof Shape]?: string & NonNullable<z.input<Shape[Key]>>;
};

/** The address's conditions, and the names of those that mean nothing and were left out. */
export function readConditions<Shape extends Readonly<Record<string, z.ZodType>>>(
  shape: Shape,
  raw: SearchParams,
): { params: Conditions<Shape>; ignored: string[] } {
  const entries: [string, string][] = [];
  const ignored: string[] = [];
  for (const [key, schema] of Object.entries(shape)) {
    const value = raw[key];
    if (value === undefined || value === "") continue;
    if (typeof value === "string" && schema.safeParse(value).success) entries.push([key, value]);
    else ignored.push(key);
  }
  return { params: Object.fromEntries(entries) as Conditions<Shape>, ignored };
}
