import { z } from "zod";
import type { DomainErrorCode } from "@/lib/domain/errors";

/** What is sent with an error, for programs that look at the status alone. */
export const errorStatus = {
  invalid_input: 400,
  unauthenticated: 401,
  forbidden: 403,
  step_up_required: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  too_large: 413,
  rate_limited: 429,
  internal: 500,
  unavailable: 503,
} as const satisfies Record<DomainErrorCode | "internal" | "method_not_allowed", number>;
export type ErrorCode = keyof typeof errorStatus;

export const errorCodes = Object.keys(errorStatus) as [ErrorCode, ...ErrorCode[]];

export const safeError = z.object({
  code: z.enum(errorCodes),
  message: z.string().describe("For a reader: what failed, what was kept, what to do"),
  fields: z.record(z.string(), z.string()).optional().describe("What is wrong, by field"),
  retryAfterSeconds: z.number().optional().describe("The same as the header Retry-After"),
});
export type SafeError = z.output<typeof safeError>;

/** The body of every refusal. */
export const apiError = z
  .object({ error: safeError.extend({ requestId: z.string() }) })
  .meta({ id: "Error" });
