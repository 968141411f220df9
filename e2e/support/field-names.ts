/** Whose keys are data, not fields. */
const open = new Set("detail tags attributes evidence config titles lastError override".split(" "));

/** Every field of an answer as a path, `items[].name`; what is below data fields is left out. */
export function fieldsOf(value: unknown, path = ""): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => fieldsOf(item, `${path}[]`));
  if (value === null || typeof value !== "object") return [path];
  return Object.entries(value).flatMap(([name, inner]) => {
    const at = path === "" ? name : `${path}.${name}`;
    return open.has(name) ? [at] : fieldsOf(inner, at);
  });
}
