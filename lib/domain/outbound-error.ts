/**
 * - `blocked_host`: the address is private and nobody allowed it.
 * - `bad_address`: the URL itself is not acceptable.
 * - `redirect`: the answer leads to another host, or for ever in a circle.
 * - `encoding`: an encoding that was not asked for, or one that does not decode.
 * - `too_large`: the decoded body is over the limit.
 * - `timeout`: the wall limit of one request passed.
 * - `network`: no connection, or it broke.
 */
export type OutboundFailure =
  | "blocked_host"
  | "bad_address"
  | "redirect"
  | "encoding"
  | "too_large"
  | "timeout"
  | "network";

/** Why an outbound call ended without an answer. The message is safe to show: a host, never a query or a header. */
export class OutboundError extends Error {
  override readonly name = "OutboundError";
  constructor(
    readonly code: OutboundFailure,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
