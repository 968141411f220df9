import { randomUUID } from "node:crypto";
import type { Context } from "@/lib/use-cases/context";
import { auditAttempt } from "@/lib/use-cases/define-command";
import { clientAddress } from "./client-address";

/** Whoever sent this, before anything they said about themselves was checked. */
export const strangerContext = (head: Headers): Context => ({
  actor: { type: "anonymous" },
  now: new Date(),
  requestId: randomUUID(),
  ip: clientAddress(head),
});

/**
 * Writes down a writing request that never reached its command: a foreign origin, a dead token, a
 * body that cannot be read. Returns what to answer.
 */
export async function auditAtTheDoor(
  ctx: Context,
  command: string | undefined,
  error: unknown,
): Promise<unknown> {
  return auditAttempt(ctx, command ?? "request.write", error).then(
    () => error,
    (failure: unknown) => failure,
  );
}
