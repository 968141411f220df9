import { z } from "zod";

type Kind = "null" | "boolean" | "number" | "string" | "array" | "object";

/** As much of JSON Schema as inputs use. */
interface Node {
  type?: string;
  enum?: unknown[];
  const?: unknown;
  format?: string;
  minLength?: number;
  minimum?: number;
  exclusiveMinimum?: number;
  minItems?: number;
  items?: Node;
  properties?: Record<string, Node>;
  required?: string[];
  additionalProperties?: boolean | Node;
  anyOf?: Node[];
  oneOf?: Node[];
}

/** A value in the place of another, with a whole body around it that would do but for this. */
interface Probe {
  at: string;
  value: unknown;
  body: unknown;
}

const kindOf = (value: unknown): Kind => {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : (typeof value as Kind);
};

/** Read off the wire: JSON.parse makes `__proto__` an own key. */
const hostileValues: unknown[] = [
  // Operators of an ORM.
  '{"contains":""}',
  '{"not":null}',
  '{"in":["a","b"]}',
  '{"gt":""}',
  '{"$ne":null}',
  '{"OR":[{}]}',
  '{"startsWith":"0"}',
  '{"set":"admin"}',
  '{"increment":1}',
  // Prototypes.
  '{"__proto__":{"polluted":true}}',
  '{"__proto__":{"role":"admin","permission":"public"}}',
  '{"constructor":{"prototype":{"polluted":true}}}',
  '{"prototype":{"polluted":true}}',
  // Lists and other kinds.
  '["a"]',
  '[["a"]]',
  "[]",
  "true",
  "1e999",
  "null",
  `${"[".repeat(3_000)}${"]".repeat(3_000)}`,
].map((text) => JSON.parse(text) as unknown);

/** What a caller might hope to set along with what it may. */
const smuggled: Record<string, unknown> = {
  role: "admin",
  ownerId: "00000000-0000-7000-8000-0000000000aa",
  status: "active",
  isSample: true,
  permission: "public",
  createdBy: "00000000-0000-7000-8000-0000000000aa",
  sealedSecrets: "x",
  tokenHash: "x",
  reach: "all",
  steppedUpAt: "2030-01-01T00:00:00Z",
};

export const schemaOf = (input: z.ZodType): Node =>
  z.toJSONSchema(input, { io: "input", unrepresentable: "any", reused: "inline" }) as Node;

/** Alternatives of alternatives, side by side. */
const variants = (node: Node): Node[] => {
  const inner = [...(node.anyOf ?? []), ...(node.oneOf ?? [])];
  return inner.length > 0 ? inner.flatMap(variants) : [node];
};

/** Null where the schema does not say, as for bytes. */
function kindsOf(node: Node): Set<Kind> | null {
  const kinds = variants(node).flatMap((one): (Kind | null)[] => {
    if (one.const !== undefined) return [kindOf(one.const)];
    if (one.enum) return one.enum.map(kindOf);
    if (one.type === undefined) return [null];
    return [one.type === "integer" ? "number" : (one.type as Kind)];
  });
  return kinds.includes(null) ? null : new Set(kinds as Kind[]);
}

const formats: Record<string, string> = {
  uuid: "00000000-0000-7000-8000-0000000000ab",
  email: "a@example.com",
  "date-time": "2030-01-01T00:00:00Z",
  date: "2030-01-01",
};
/** Where the schema does not say all that is asked of a value. */
const named: Record<string, unknown> = {
  timeZone: "UTC",
  url: "https://hooks.example.com/x",
  endsAt: "2030-01-01T00:00:00Z",
  content: new Uint8Array([1]),
};
/** What is optional alone, but not all of it together. */
const asked = new Set(["purpose", "add", "reason", "classes", "ageDays"]);

/** The smallest value that the schema lets in. */
export function sampleOf(node: Node): unknown {
  const one = variants(node).find(({ type }) => type !== "null") ?? {};
  if (one.const !== undefined) return one.const;
  if (one.enum) return one.enum[0];
  if (one.type === "object") {
    const given = Object.entries(one.properties ?? {}).filter(
      ([name]) => one.required?.includes(name) === true || asked.has(name),
    );
    return Object.fromEntries(given.map(([name, inner]) => [name, named[name] ?? sampleOf(inner)]));
  }
  if (one.type === "array") {
    return Array.from({ length: Math.max(one.minItems ?? 1, 1) }, () => sampleOf(one.items ?? {}));
  }
  if (one.type === "boolean") return true;
  if (one.type === "integer" || one.type === "number") {
    return Math.max(one.minimum ?? 1, (one.exclusiveMinimum ?? 0) + 1);
  }
  return formats[one.format ?? ""] ?? "a".repeat(Math.max(one.minLength ?? 1, 10));
}

type Build = (value: unknown) => unknown;

/** Every place of a body with its schema. */
function* placesOf(node: Node, build: Build, at: string): Generator<[Node, Build, string]> {
  yield [node, build, at];
  for (const one of variants(node)) {
    if (one.type === "array" && one.items) {
      yield* placesOf(one.items, (value) => build([value]), `${at}[]`);
    }
    if (one.type !== "object") continue;
    const base = sampleOf(one) as object;
    for (const [name, inner] of Object.entries(one.properties ?? {})) {
      const place: Build = (value) => build({ ...base, [name]: value });
      yield* placesOf(inner, place, at === "" ? name : `${at}.${name}`);
    }
  }
}

const itself: Build = (value) => value;

/** Every hostile value at every place of the body that does not ask for such a value. */
export function* hostileProbes(schema: Node): Generator<Probe> {
  for (const [node, build, at] of placesOf(schema, itself, "")) {
    const kinds = kindsOf(node);
    if (kinds === null) continue;
    for (const value of hostileValues) {
      const kind = kindOf(value);
      // No object asks for these keys, so that one in the place of another is hostile too.
      if (kinds.has(kind) && kind !== "object") continue;
      yield { at, value, body: build(value) };
    }
  }
}

/** A field too many in every object of the body, however deep. */
export function* smugglingProbes(schema: Node): Generator<Probe> {
  for (const [node, build, at] of placesOf(schema, itself, "")) {
    for (const one of variants(node)) {
      if (one.type !== "object" || one.properties === undefined) continue;
      for (const [name, value] of Object.entries(smuggled)) {
        if (Object.hasOwn(one.properties, name)) continue;
        const body = build({ ...(sampleOf(one) as object), [name]: value });
        yield { at: at === "" ? name : `${at}.${name}`, value, body };
      }
    }
  }
}
