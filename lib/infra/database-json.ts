const lone = /\\ud[89a-f][0-9a-f]{2}/gi;
const nul = /(?<!\\)((?:\\\\)*)\\u0000/g;

/** JSON that PostgreSQL accepts: it knows neither NUL nor half a surrogate pair. */
export function databaseJson(value: unknown): string {
  const text = JSON.stringify(value);
  if (!text.includes("\\u")) return text;
  return text.replace(nul, "$1").replace(lone, "\\ufffd");
}
