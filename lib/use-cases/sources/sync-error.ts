import { ConnectorError, type ConnectorErrorCode } from "@/connectors/contract";
import { DomainError } from "@/lib/domain/errors";
import { OutboundError } from "@/lib/domain/outbound-error";
import { logger } from "@/lib/infra/logger";

/** What went wrong, what was kept, and what to do: shown on the source's page. */
export interface SyncError {
  source: string;
  stream: string | null;
  code: ConnectorErrorCode | "internal";
  message: string;
  kept: string;
  todo: string;
}

const todoOf: Record<SyncError["code"], string> = {
  unauthorized: "Give the source a working credential under Change this source, then sync again.",
  forbidden: "Grant the permission that is named, then sync again.",
  rate_limited: "Wait until the provider's limit is reset, then sync again.",
  unavailable: "Check that the provider can be reached from this machine, then sync again.",
  unexpected_response: "Sync again; if it stays, report it with this message.",
  internal: "Look at the worker's log for this run, then sync again.",
};

const kept = "Everything that was read before is kept; nothing was marked missing.";

/** Any failure of a connector as one of the contract's codes. */
export function asConnectorError(error: unknown): ConnectorError {
  if (error instanceof ConnectorError) return error;
  if (error instanceof OutboundError) {
    const isTransient = error.code === "timeout" || error.code === "network";
    return new ConnectorError(isTransient ? "unavailable" : "unexpected_response", error.message);
  }
  if (error instanceof DomainError) {
    return new ConnectorError("unexpected_response", error.message);
  }
  logger.error({ err: error }, "a connector threw something other than a ConnectorError");
  const kind = error instanceof Error ? error.name : "unknown error";
  return new ConnectorError("unexpected_response", `The connector failed unexpectedly (${kind}).`);
}

/** Values that the database refuses, however often they come: a wrong one, one that breaks a rule, one too large. */
export const isUnstorable = (error: unknown): boolean =>
  /^(?:22...|23502|23514|54...)$/.test((error as { code?: string }).code ?? "");

/** What ends a stream whose page cannot be stored: read again, it would be refused again. */
export function unstorable(error: unknown, stream: string): ConnectorError {
  logger.error({ err: error, stream }, "a page of a stream could not be stored");
  return new ConnectorError(
    "unexpected_response",
    "The provider gave something that the database cannot keep; the worker's log says why.",
  );
}

export function syncError(source: string, stream: string | null, error: ConnectorError): SyncError {
  const permission = error.extra.permission ? ` Missing: ${error.extra.permission}.` : "";
  return {
    source,
    stream,
    code: error.code,
    message: `${error.message}${permission}`,
    kept,
    todo:
      error.extra.file === undefined
        ? todoOf[error.code]
        : `Remove or replace the file ${error.extra.file} on the source's page, then sync again.`,
  };
}
