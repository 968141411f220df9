import { randomBytes } from "node:crypto";
import type { ConfigField } from "@/connectors/contract";

/** A value of 32 random hexadecimal digits for each field that the server makes up. */
export const generatedConfig = (
  fields: readonly Pick<ConfigField, "name" | "input">[],
): Record<string, string> =>
  Object.fromEntries(
    fields
      .filter((field) => field.input === "generated")
      .map((field) => [field.name, randomBytes(16).toString("hex")]),
  );
