import fc from "fast-check";

/** What a place of an answer is replaced by. */
const intruders = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    "",
    0,
    -1,
    1e308,
    true,
    [],
    {},
    [[]],
    "__proto__",
    "constructor",
    "\u0000",
    "\uD800",
    "x".repeat(70_000),
    "9999-99-99T99:99:99Z",
    "-271821-04-20T00:00:00Z",
    "http://169.254.169.254/",
    "javascript:alert(1)",
  ),
  fc.jsonValue({ maxDepth: 3 }),
);

export type Mutation =
  | { how: "replace" | "remove" | "double" | "pollute"; at: number; by: unknown }
  | { how: "cut" | "flip" | "insert"; at: number; by: unknown };
export const mutation: fc.Arbitrary<Mutation> = fc.record({
  how: fc.constantFrom(
    "replace",
    "replace",
    "replace",
    "remove",
    "double",
    "pollute",
    "cut",
    "flip",
    "insert",
  ),
  at: fc.nat({ max: 1_000_000 }),
  by: intruders,
});

type Place = { holder: Record<string, unknown>; key: string };

function* places(value: unknown): Generator<Place> {
  if (typeof value !== "object" || value === null) return;
  const holder = value as Record<string, unknown>;
  for (const key of Object.keys(holder)) {
    yield { holder, key };
    yield* places(holder[key]);
  }
}

const poison = '"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}';

function mutateJson(body: string, { how, at, by }: Mutation): string {
  const root = { body: JSON.parse(body) as unknown };
  const all = [...places(root)];
  const place = all[at % all.length];
  if (!place) return body;
  const { holder, key } = place;
  if (how === "remove") delete holder[key];
  else if (how === "double" && Array.isArray(holder)) holder.push(structuredClone(holder[key]));
  else if (how === "pollute") {
    return JSON.stringify(root.body).replace("{", `{${poison},`).replace(",}", "}");
  } else holder[key] = by;
  return JSON.stringify(root.body) ?? "";
}

function mutateText(body: string, { how, at, by }: Mutation): string {
  const here = at % (body.length + 1);
  if (how === "cut") return body.slice(0, here);
  const put = how === "flip" ? String.fromCharCode((body.charCodeAt(here) || 0) ^ 1) : String(by);
  return body.slice(0, here) + put + body.slice(how === "flip" ? here + 1 : here);
}

/** One answer, changed in one place: what a provider, a proxy or an attacker could make of it. */
export function mutate(body: string, change: Mutation): string {
  if (body === "" || ["cut", "flip", "insert"].includes(change.how))
    return mutateText(body, change);
  try {
    return mutateJson(body, change);
  } catch {
    return mutateText(body, { ...change, how: "insert" });
  }
}
