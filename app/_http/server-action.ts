import { revalidatePath } from "next/cache";
import { headers } from "next/headers";
import type { z } from "zod";
import type { SafeError } from "@/lib/use-cases/api/api-error";
import type { Command } from "@/lib/use-cases/define-command";
import { toSafeError } from "./error-response";
import { auditAtTheDoor, strangerContext } from "./refused-request";
import { heldTicket } from "./credentials-provider";
import { requestContext } from "./request-context";

export type ActionResult<Result> = { ok: true; result: Result } | { ok: false; error: SafeError };

/** A command as a Server Action. Checks the origin itself: Next lets requests without one through. */
export function toServerAction<Input extends z.ZodType, Result>(
  command: Command<Input, Result>,
  options: { revalidate?: string[] } = {},
) {
  return async (input: z.input<Input>): Promise<ActionResult<Result>> => {
    let ctx = strangerContext(await headers());
    let isAtTheDoor = true;
    try {
      ctx = await requestContext({ sameOrigin: true });
      isAtTheDoor = false;
      const result = await command(ctx, input);
      for (const path of options.revalidate ?? []) revalidatePath(path, "layout");
      return { ok: true, result };
    } catch (error) {
      const told = isAtTheDoor ? await auditAtTheDoor(ctx, command.command, error) : error;
      return { ok: false, error: toSafeError(told, ctx.requestId) };
    }
  };
}

/** A command that acts for the ticket of a sign-in under way, which only the cookie carries. */
export function toTicketAction<Result>(
  command: Command<z.ZodType<{ ticket: string }, { ticket: string }>, Result>,
) {
  const act = toServerAction(command);
  return async (): Promise<ActionResult<Result>> => act({ ticket: await heldTicket() });
}
