import { z } from "zod";
import { apiDocument } from "@/lib/use-cases/api/api-document";

/** Refs as JSON Schema has them, and objects closed: what is not described must not be there. */
function closed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closed);
  if (typeof value !== "object" || value === null) return value;
  const found = Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, closed(one)]),
  ) as Record<string, unknown>;
  if (typeof found.$ref === "string") {
    return { $ref: found.$ref.replace("#/components/schemas/", "#/$defs/") };
  }
  const isObject = found.type === "object" && typeof found.properties === "object";
  return isObject && !("additionalProperties" in found)
    ? { ...found, additionalProperties: false }
    : found;
}

/** A schema of the document, read back as JSON Schema 2020-12. Throws where it is none. */
export function described(schema: unknown): z.ZodType {
  const $defs = closed(apiDocument().components.schemas);
  const whole = { ...(closed(schema) as object), $defs };
  return z.fromJSONSchema(whole as never, { defaultTarget: "draft-2020-12" });
}
