import type { Duplex } from "node:stream";
import { once } from "node:events";
import pg from "pg";
import { z } from "zod";
import { ConnectorError, type ConnectorErrorCode, type ConnectorIo } from "../contract";
import { parseShape } from "../shared/json-answer";
import { errorFromThrown } from "../shared/provider-errors";
import type { PostgresConfig } from "./manifest";
import { forPg, secured } from "./transport";

export interface PostgresLimits {
  connectMs: number;
  /** Ended by the server. */
  statementMs: number;
  /** Ended by us, should the server not answer at all. */
  queryMs: number;
}

export interface PostgresClient {
  /** Rows of one read-only statement, checked. */
  rows<T>(call: string, text: string, row: z.ZodType<T>, values?: readonly unknown[]): Promise<T[]>;
  /** Statements in one writing transaction: all or none. */
  write(call: string, statements: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

const byState: Record<string, [ConnectorErrorCode, string]> = {
  "28P01": ["unauthorized", "The server does not accept the role or its password"],
  "28000": ["unauthorized", "The server does not let this role sign in from here"],
  "3D000": ["forbidden", "The database does not exist"],
  "42501": ["forbidden", "The role lacks a privilege"],
  "2BP01": ["unexpected_response", "Other objects still depend on the role"],
  "53300": ["unavailable", "The server or the role has no connection left"],
  "57014": ["unavailable", "The statement took longer than its limit"],
};
const byClass: Record<string, [ConnectorErrorCode, string]> = {
  "08": ["unavailable", "The connection broke"],
  "40": ["unavailable", "The server gave up the transaction"],
  "53": ["unavailable", "The server lacks resources"],
  "55": ["unavailable", "The server is busy"],
  "57": ["unavailable", "The server is shutting down or starting"],
  "58": ["unavailable", "The server reports a system error"],
  XX: ["unavailable", "The server reports an internal error"],
};

/** Never passes the server's own text on: it may quote names and settings of others. */
export function toConnectorError(error: unknown, call: string): ConnectorError {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  const text = typeof message === "string" ? message : "";
  if (typeof code === "string" && /^[0-9A-Z]{5}$/.test(code) && !code.startsWith("E")) {
    const [kind, sentence] = byState[code] ??
      byClass[code.slice(0, 2)] ?? ["unexpected_response", "The server refuses the statement"];
    const extra = code === "42501" ? { permission: "pg_monitor" } : {};
    return new ConnectorError(kind, `${sentence} (${call}, SQLSTATE ${code}).`, extra);
  }
  if (/^SASL|^SCRAM/.test(text)) {
    return new ConnectorError("unauthorized", `The password was not accepted (${call}).`);
  }
  if (typeof code === "string" && /CERT|TLS|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO/.test(code)) {
    return new ConnectorError(
      "unavailable",
      `The server's certificate is not trusted: ${code} (${call}). Paste the CA certificate or correct the host name.`,
    );
  }
  return errorFromThrown(error, call);
}

// Names of other schemas cannot shadow what we call, and nothing can be written.
const prepare = (limits: PostgresLimits): string =>
  [
    "SET search_path = pg_catalog",
    "SET default_transaction_read_only = on",
    `SET statement_timeout = ${limits.statementMs}`,
    "SET idle_in_transaction_session_timeout = 60000",
    "SET TimeZone = 'UTC'",
  ].join("; ");

interface Session extends PostgresClient {
  isBroken(): boolean;
}

/** One session for all streams of a run; a new one after the old one broke. */
export async function openClient(
  config: PostgresConfig,
  io: ConnectorIo,
  limits: PostgresLimits,
): Promise<PostgresClient> {
  let session = await openSession(config, io, limits);
  return {
    async rows(call, text, row, values) {
      if (session.isBroken()) {
        await session.close();
        session = await openSession(config, io, limits);
      }
      return await session.rows(call, text, row, values);
    },
    write: (call, statements) => session.write(call, statements),
    close: () => session.close(),
  };
}

async function openSession(
  config: PostgresConfig,
  io: ConnectorIo,
  limits: PostgresLimits,
): Promise<Session> {
  const call = "sign-in";
  let client: pg.Client | undefined;
  let socket: Duplex | undefined;
  let broken: unknown;
  try {
    socket = await io.connectTcp({ host: config.host, port: config.port });
    const opened = socket.on("error", () => undefined);
    const stop = (): void => void opened.destroy();
    io.signal.addEventListener("abort", stop, { once: true });
    opened.once("close", () => io.signal.removeEventListener("abort", stop));
    client = new pg.Client({
      host: config.host,
      port: config.port,
      database: config.database,
      user: config.user,
      password: config.password,
      // TLS is under the stream already.
      ssl: false,
      stream: forPg(await secured(opened, config, limits.connectMs)),
      application_name: "muster",
      connectionTimeoutMillis: limits.connectMs,
      query_timeout: limits.queryMs,
    });
    client.on("error", (error) => (broken = error));
    await client.connect();
    await client.query(prepare(limits));
  } catch (error) {
    socket?.destroy();
    throw toConnectorError(error, call);
  }
  const open = client;
  return {
    isBroken: () => broken !== undefined,
    async rows(name, text, row, values = []) {
      try {
        const result = await open.query(text, [...values]);
        return parseShape(result.rows, z.array(row), name);
      } catch (error) {
        // After a timeout of ours the answer may still come: the session cannot be used again.
        if (error instanceof Error && error.message === "Query read timeout") broken ??= error;
        throw toConnectorError(broken ?? error, name);
      }
    },
    async write(name, statements) {
      try {
        await open.query(["BEGIN READ WRITE", ...statements, "COMMIT"].join(";\n"));
      } catch (error) {
        await open.query("ROLLBACK").catch((lost: unknown) => (broken ??= lost));
        const { code, message, extra } = toConnectorError(broken ?? error, name);
        // What a write lacks is not the permission for reading that errors name by default.
        throw new ConnectorError(code, message, { ...extra, permission: undefined });
      }
    },
    async close() {
      const farewell = open.end().catch(() => undefined);
      if (!broken) await Promise.race([farewell, once(AbortSignal.timeout(1_000), "abort")]);
      socket?.destroy();
    },
  };
}

/** Tells apart, by SQLSTATE, what a sign-in says about its password. */
const verdicts: readonly (readonly [RegExp, boolean | null])[] = [
  [/SQLSTATE 28P01|password was not accepted/, false],
  // Another rule of the server stands before the password.
  [/SQLSTATE 28000/, null],
  // Asked only after the password was accepted.
  [/SQLSTATE (?:42501|3D000)/, true],
];

/** Whether the server takes this password; null where it does not let the role in from here. */
export async function acceptsPassword(
  config: PostgresConfig,
  io: ConnectorIo,
  limits: PostgresLimits,
): Promise<boolean | null> {
  try {
    const session = await openSession(config, io, limits);
    await session.close();
    return true;
  } catch (error) {
    const found = verdicts.find(([pattern]) => pattern.test((error as Error).message));
    if (!found) throw error;
    return found[1];
  }
}
