import { z } from "zod";

export type JsonSchema = Record<string, unknown> & {
  properties?: Record<string, JsonSchema>;
  required?: string[];
};

/** What a request must look like: closed objects, so that a misspelt field is seen. */
export function requestSchema(schema: z.ZodType): JsonSchema {
  const { $schema: _version, ...made } = z.toJSONSchema(schema, {
    io: "input",
    unrepresentable: "any",
  });
  return made as JsonSchema;
}

function mapObjects(value: unknown, change: (found: JsonSchema) => JsonSchema): unknown {
  if (Array.isArray(value)) return value.map((one) => mapObjects(one, change));
  if (typeof value !== "object" || value === null) return value;
  const inner = Object.entries(value).map(([key, one]) => [key, mapObjects(one, change)]);
  return change(Object.fromEntries(inner) as JsonSchema);
}

/** Named schemas move to the components; objects stay open, as later versions may add fields. */
function asComponent(schema: JsonSchema): JsonSchema {
  const { additionalProperties, id: _id, ...rest } = schema;
  const open = additionalProperties === false ? rest : schema;
  return typeof schema.$ref === "string"
    ? { $ref: schema.$ref.replace("#/$defs/", "#/components/schemas/") }
    : open;
}

/** A schema of an answer; what has a name of its own is put into `components`. */
export function answerSchema(
  schema: z.ZodType,
  components: Record<string, unknown>,
): JsonSchema | undefined {
  const { $defs = {}, properties } = z.toJSONSchema(z.object({ answer: schema }), {
    io: "output",
    unrepresentable: "any",
  });
  for (const [name, one] of Object.entries($defs)) components[name] = mapObjects(one, asComponent);
  return mapObjects(properties?.answer, asComponent) as JsonSchema | undefined;
}

/** The schema without fields that come from elsewhere; of alternatives, each without them. */
export function without(schema: JsonSchema, names: ReadonlySet<string>): JsonSchema {
  const kept = { ...schema };
  for (const key of ["anyOf", "oneOf", "allOf"]) {
    const parts = schema[key] as JsonSchema[] | undefined;
    if (parts) kept[key] = parts.map((part) => without(part, names));
  }
  const { properties, required } = schema;
  if (properties) {
    kept.properties = Object.fromEntries(
      Object.entries(properties).filter(([name]) => !names.has(name)),
    );
  }
  if (required) kept.required = required.filter((name) => !names.has(name));
  if (kept.required?.length === 0) delete kept.required;
  return kept;
}

/** Whether anything is left to send. */
export const takesNothing = ({ type, properties = {} }: JsonSchema): boolean =>
  type === "object" && Object.keys(properties).length === 0;
