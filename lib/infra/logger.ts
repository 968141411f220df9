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

function causeOf(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: "not an error" };
  const { name, message, stack } = error;
  return { type: name, message, code: (error as { code?: unknown }).code, stack };
}

/** A wrong setting is told by whoever reads it next; thrown here, it would be a stack trace of an import. */
function level(): string {
  try {
    return env().MUSTER_LOG_LEVEL;
  } catch {
    return "info";
  }
}

/** Structured logs on standard output. Query parameters and bodies are never passed here. */
export const logger = pino({
  level: level(),
  base: undefined,
  redact: { paths: secretPaths, censor: "[redacted]" },
  // Database errors carry their whole client; only what tells the cause is kept.
  serializers: { err: causeOf },
  formatters: { level: (label) => ({ level: label }) },
  timestamp: pino.stdTimeFunctions.isoTime,
});
