interface Conditional {
  when?: { field: string; is: readonly string[] };
}

/** Whether a field of a connector's form is asked for, given what the other fields hold. */
export function isAsked({ when }: Conditional, config: Readonly<Record<string, unknown>>): boolean {
  if (!when) return true;
  const value = config[when.field];
  const isPlain = typeof value === "string" || typeof value === "boolean";
  return isPlain && when.is.includes(String(value));
}
