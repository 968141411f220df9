import net from "node:net";
import path from "node:path";
import { z } from "zod";
import { DomainError } from "../domain/errors";
import { inputWords } from "../domain/input-words";
import { type OidcProvider, oidcProviders } from "./oidc-providers";
import { isHostOrRange } from "./private-hosts";

const flag = z
  .enum(["0", "1", "true", "false"])
  .optional()
  .transform((value) => value === "1" || value === "true");
const list = z
  .string()
  .optional()
  .transform((value) =>
    (value ?? "")
      .split(",")
      .map((part) => part.trim())
      .filter(Boolean),
  );
const hosts = list.superRefine((entries, ctx) => {
  const wrong = entries.find((entry) => !isHostOrRange(entry));
  if (wrong === undefined) return;
  const message = `${wrong} is no host name, address or CIDR range (without scheme, port or *)`;
  ctx.addIssue({ code: "custom", message });
});

/** Where a page can be: no other scheme, and nothing below the root, where no page would be found. */
const isSite = (text: string): boolean => {
  if (!/^https?:\/\//.test(text) || !URL.canParse(text)) return false;
  const { pathname, search, hash, username } = new URL(text);
  return pathname === "/" && `${search}${hash}${username}` === "";
};

const schema = z.object({
  NODE_ENV: z.string().default("development"),
  DATABASE_URL: z
    .string()
    .refine((text) => /^postgres(ql)?:\/\//.test(text) && URL.canParse(text), {
      message: "it must look like postgresql://user:password@host:5432/database",
    })
    .optional(),
  MUSTER_DATA_DIR: z.string().default(".muster"),
  MUSTER_BASE_URL: z
    .string()
    .refine(isSite, { message: "it must look like https://muster.example.com, without a path" })
    .optional(),
  PORT: z.coerce.number().int().min(1).max(65_535).default(3000),
  HOST: z.string().default("127.0.0.1"),
  /** JSON of the key ring, for machines without a shared file. */
  MUSTER_KEYS: z.string().optional(),
  MUSTER_KEYS_FILE: z.string().optional(),
  /** Where checkpoints of the audit log are appended; best on another machine's disk. */
  MUSTER_CHECKPOINT_FILE: z.string().optional(),
  /** Hosts, addresses or CIDR ranges that connectors may reach although they are private. */
  MUSTER_ALLOW_PRIVATE_HOSTS: hosts,
  MUSTER_TRUST_PROXY: flag,
  /** The mail server: smtps://user:password@host:465, or smtp://… which insists on STARTTLS. */
  MUSTER_SMTP_URL: z
    .string()
    .refine((text) => /^smtps?:\/\//.test(text) && URL.canParse(text), {
      message: "it must look like smtps://user:password@host:465",
    })
    .optional(),
  MUSTER_MAIL_FROM: z.email().optional(),
  MUSTER_METRICS_TOKEN: z.string().optional(),
  MUSTER_LOG_LEVEL: z.enum(["debug", "info", "warn", "error", "silent"]).default("info"),
  MUSTER_POOL_MAX: z.coerce.number().int().min(2).max(100).default(10),
});

const settings = schema.superRefine(({ MUSTER_SMTP_URL, MUSTER_MAIL_FROM }, ctx) => {
  if (!MUSTER_SMTP_URL === !MUSTER_MAIL_FROM) return;
  const [missing, there] = MUSTER_SMTP_URL
    ? ["MUSTER_MAIL_FROM", "MUSTER_SMTP_URL"]
    : ["MUSTER_SMTP_URL", "MUSTER_MAIL_FROM"];
  const message = `it is missing, and ${there} is set: mail needs both`;
  ctx.addIssue({ code: "custom", path: [missing], message });
});

export type Env = z.infer<typeof schema> & { oidcProviders: OidcProvider[] };

let cached: Env | undefined;

function itsWords(issue: z.core.$ZodRawIssue): string | undefined {
  const words = inputWords(issue);
  return words && `it ${words}`;
}

/** The one reader of process.env. A wrong value is one clear sentence that names the variable. */
export function env(): Env {
  if (cached) return cached;
  // Compose files and unit files set what is left out to nothing.
  const given = Object.entries(process.env).filter(([, value]) => value !== "");
  const parsed = settings.safeParse(Object.fromEntries(given), { error: itsWords });
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new DomainError(
      "invalid_input",
      `The environment variable ${issue?.path.join(".")} is not usable: ${issue?.message}. Correct it and start again.`,
    );
  }
  cached = { ...parsed.data, oidcProviders: oidcProviders(process.env) };
  return cached;
}

/** Forgets the cached values, for tests that change process.env. */
export function resetEnv(): void {
  cached = undefined;
}

/** The address people use, without a trailing slash. Links never come from a request's Host header. */
export function baseUrl(): string {
  const { MUSTER_BASE_URL, HOST, PORT } = env();
  const host = HOST === "0.0.0.0" || HOST === "::" ? "localhost" : inUrl(HOST);
  return (MUSTER_BASE_URL ?? `http://${host}:${PORT}`).replace(/\/+$/, "");
}

/** Where this machine itself reaches its web process. */
export function localUrl(): string {
  const { HOST, PORT } = env();
  const own: Partial<Record<string, string>> = { "0.0.0.0": "127.0.0.1", "::": "[::1]" };
  return `http://${own[HOST] ?? inUrl(HOST)}:${PORT}`;
}

const inUrl = (host: string): string => (net.isIPv6(host) ? `[${host}]` : host);

export const dataDir = (): string => path.resolve(env().MUSTER_DATA_DIR);

/** Loopback names are one place: people type either, and passkeys need `localhost`. */
const loopback = new Set(["localhost", "127.0.0.1", "[::1]"]);
export const isLoopback = (hostname: string): boolean => loopback.has(hostname);

/** Whether an Origin header names this installation. */
export function isOwnOrigin(origin: string | null): boolean {
  if (!origin || !URL.canParse(origin)) return false;
  const own = new URL(baseUrl());
  if (origin === own.origin) return true;
  const asked = new URL(origin);
  return (
    asked.origin === origin &&
    asked.protocol === own.protocol &&
    asked.port === own.port &&
    isLoopback(asked.hostname) &&
    isLoopback(own.hostname)
  );
}
