import { DomainError } from "@/lib/domain/errors";
import { isDatabaseDown } from "@/lib/infra/database-down";
import { logger } from "@/lib/infra/logger";
import { errorStatus, type SafeError } from "@/lib/use-cases/api/api-error";

/** What may leave the server of an error. Unexpected ones are logged by request id and not shown. */
export function toSafeError(error: unknown, requestId: string): SafeError {
  if (error instanceof DomainError) {
    if (error.cause !== undefined) logger.error({ requestId, err: error.cause }, error.message);
    return { code: error.code, message: error.message, ...error.extra };
  }
  if (isDatabaseDown(error)) {
    return {
      code: "unavailable",
      message: "The database does not answer. Nothing was changed; try again in a moment.",
      retryAfterSeconds: 5,
    };
  }
  logger.error({ requestId, err: error }, "unexpected error");
  return {
    code: "internal",
    message: `Something went wrong on our side. Nothing was changed. Quote request ${requestId} when you report it.`,
  };
}

export function errorResponse(error: unknown, requestId: string): Response {
  const safe = toSafeError(error, requestId);
  const headers: Record<string, string> = { "cache-control": "no-store" };
  if (safe.retryAfterSeconds) headers["retry-after"] = String(safe.retryAfterSeconds);
  return Response.json(
    { error: { ...safe, requestId } },
    { status: errorStatus[safe.code], headers },
  );
}
