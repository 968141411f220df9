import pino from "pino";
import { env } from "./env";

const secretPaths = [
  "password",
  "secret",
  "token",
  "authorization",
  "cookie",
  "privateKey",
  "secretAccessKey",
  "*.password",
  "*.secret",
  "*.token",
  "*.authorization",
  "*.cookie",
  "*.privateKey",
  "*.secretAccessKey",
];

/** The queue tells of a failure with a plain copy of the error, which is no instance of it. */
const isLikeError = (
  error: unknown,
): error is { message: string; code?: unknown; stack?: string } =>
  typeof error === "object" && error !== null && "message" in error;

/** What the log keeps of an error. */
export function causeOf(error: unknown): Record<string, unknown> {
  if (!isLikeError(error)) return { message: "not an error" };
  const { message, code, stack } = error;
  return { type: error instanceof Error ? error.name : "Error", message, code, stack };
}

/** A wrong setting is told by whoever reads it next; thrown here, it would be a stack trace of an import. */
function level(): string {
  try {
    return env().MUSTER_LOG_LEVEL;
  } catch {
    return "info";
  }
}

type Plain = string | number | boolean | null | undefined;
/** An error goes under `err`: under any other name it would be written without its cause. */
type Log = <Fields extends object>(
  fields: Fields & { [Name in keyof Fields]: Name extends "err" ? unknown : Plain },
  message: string,
) => void;

/** Structured logs on standard output. Query parameters and bodies are never passed here. */
export const logger: Record<"info" | "warn" | "error", Log> = pino({
  level: level(),
  base: undefined,
  redact: { paths: secretPaths, censor: "[redacted]" },
  // Database errors carry their whole client; only what tells the cause is kept.
  serializers: { err: causeOf },
  formatters: { level: (label) => ({ level: label }) },
  timestamp: pino.stdTimeFunctions.isoTime,
});
