/** Codes that every door (page, API, command line, job) maps to its own answer, once. */
export type DomainErrorCode =
  | "unauthenticated"
  | "forbidden"
  | "step_up_required"
  | "invalid_input"
  | "not_found"
  | "conflict"
  | "rate_limited"
  | "too_large"
  | "unavailable";

/**
 * An expected refusal. `message` is safe to show to the person who asked: it says what failed,
 * what was kept, and what to do. `retryAfterSeconds` belongs to rate_limited and unavailable.
 */
export class DomainError extends Error {
  override readonly name = "DomainError";
  constructor(
    readonly code: DomainErrorCode,
    message: string,
    readonly extra: { fields?: Record<string, string>; retryAfterSeconds?: number } = {},
  ) {
    super(message);
  }
}
