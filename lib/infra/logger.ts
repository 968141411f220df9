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

/** Structured logs on standard output. Query parameters and bodies are never passed here. */
export const logger = pino({
  level: env().MUSTER_LOG_LEVEL,
  base: undefined,
  redact: { paths: secretPaths, censor: "[redacted]" },
  formatters: { level: (label) => ({ level: label }) },
  timestamp: pino.stdTimeFunctions.isoTime,
});
