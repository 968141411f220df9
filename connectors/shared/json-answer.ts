import type { z } from "zod";
import { ConnectorError } from "../contract";

const deepest = 64;

/** Depth of brackets outside strings; a parser that recurses must not meet ten thousand of them. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (inString) {
      if (code === 0x5c) at += 1;
      else if (code === 0x22) inString = false;
    } else if (code === 0x22) inString = true;
    else if (code === 0x5b || code === 0x7b) {
      depth += 1;
      if (depth > deepest) return true;
    } else if (code === 0x5d || code === 0x7d) depth -= 1;
  }
  return false;
}

/** Parses JSON that a provider sent. `call` is shown to people. */
export function parseJson<T>(content: string | Uint8Array, schema: z.ZodType<T>, call: string): T {
  const fail = (what: string): ConnectorError =>
    new ConnectorError("unexpected_response", `The answer to ${call} ${what}.`);
  let text: string;
  try {
    text =
      typeof content === "string"
        ? content
        : new TextDecoder("utf-8", { fatal: true }).decode(content);
  } catch {
    throw fail("is not valid UTF-8");
  }
  if (text.trim() === "") throw fail("is empty");
  if (isTooDeep(text)) throw fail("is nested too deeply");
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw fail("is not JSON");
  }
  return parseShape(value, schema, call);
}

/** Checks a value that an SDK has already parsed. Names the field that differs, never its value. */
export function parseShape<T>(value: unknown, schema: z.ZodType<T>, call: string): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const at = parsed.error.issues[0]?.path.map(String).join(".").slice(0, 120) ?? "";
  throw new ConnectorError(
    "unexpected_response",
    `The answer to ${call} is not what the provider documents${at === "" ? "" : ` (${at})`}.`,
  );
}
