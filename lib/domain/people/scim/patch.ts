import { z } from "zod";
import { DomainError } from "../../errors";

/** One change of one attribute, whichever of the published ways it was written in. */
export interface Change {
  op: "add" | "replace" | "remove";
  /** Lower case, without the schema: `name.givenname`, `members`, `emails.value`. */
  attribute: string;
  /** Of `members[value eq "x"]`: x. */
  only: string | null;
  value: unknown;
}

const body = z.looseObject({
  Operations: z
    .array(
      z.looseObject({
        op: z
          .string()
          .transform((op) => op.toLowerCase())
          .pipe(z.enum(["add", "replace", "remove"])),
        path: z.string().max(500).optional(),
        value: z.unknown().optional(),
      }),
    )
    .min(1)
    .max(1_000),
});

const schemaPrefix =
  /^urn:ietf:params:scim:schemas:(?:core|extension:enterprise):2\.0:(?:User|Group):/i;
const pathForm = /^([A-Za-z.$]+)(?:\[\s*(\w+)\s+eq\s+"([^"\\]{0,300})"\s*\])?(?:\.(\w+))?$/;

function attributeOf(path: string): { attribute: string; only: string | null } {
  const match = pathForm.exec(path.replace(schemaPrefix, ""));
  if (!match)
    throw new DomainError("invalid_input", `The path ${path.slice(0, 100)} is not supported.`);
  const [, head = "", by, value, tail] = match;
  const attribute = (tail ? `${head}.${tail}` : head).toLowerCase();
  return { attribute, only: by?.toLowerCase() === "value" ? (value ?? null) : null };
}

/** `{ "name": { "givenName": "Ada" } }` becomes `name.givenname`; lists stay whole. */
function flatten(value: unknown, op: Change["op"], before = ""): Change[] {
  if (value === null || typeof value !== "object" || Array.isArray(value)) {
    throw new DomainError(
      "invalid_input",
      "An operation without a path needs an object as its value.",
    );
  }
  return Object.entries(value).flatMap(([key, inner]): Change[] => {
    if (key === "schemas" || key === "id" || key === "meta") return [];
    if (key.startsWith("urn:") && !schemaPrefix.test(key)) return flatten(inner, op);
    if (key.toLowerCase() === "name" && typeof inner === "object")
      return flatten(inner, op, "name.");
    const { attribute, only } = attributeOf(`${before}${key}`);
    return [{ op, attribute, only, value: inner }];
  });
}

/** The changes of a PATCH body (RFC 7644, 3.5.2) in their order. */
export function readPatch(raw: unknown): Change[] {
  const parsed = body.safeParse(raw);
  if (!parsed.success) {
    throw new DomainError("invalid_input", "Operations must be a list of add, replace or remove.");
  }
  return parsed.data.Operations.flatMap(({ op, path, value }): Change[] =>
    path === undefined ? flatten(value, op) : [{ op, ...attributeOf(path), value }],
  );
}

/** `"False"` as Entra writes it, or a boolean. */
export function readBoolean(value: unknown): boolean {
  const one = Array.isArray(value) ? value[0] : value;
  const text = typeof one === "object" && one !== null && "value" in one ? one.value : one;
  if (typeof text === "boolean") return text;
  if (typeof text === "string" && /^(?:true|false)$/i.test(text))
    return text.toLowerCase() === "true";
  throw new DomainError("invalid_input", "active must be true or false.");
}

/** The ids of a list of members, written as `[{ "value": id }]`, `{ "value": id }` or an id. */
export function readIds(value: unknown): string[] {
  const list = Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
  return list.map((one: unknown) => {
    const id = typeof one === "object" && one !== null && "value" in one ? one.value : one;
    const parsed = z.uuid().safeParse(id);
    if (parsed.success) return parsed.data;
    throw new DomainError("invalid_input", "A reference does not name anybody here by id.");
  });
}
