import { revalidatePath } from "next/cache";
import { headers } from "next/headers";
import type { z } from "zod";
import type { Answer, SentAnswer } from "@/lib/domain/answer";
import type { Command } from "@/lib/use-cases/define-command";
import { toSafeError } from "./error-response";
import { auditAtTheDoor, strangerContext } from "./refused-request";
import { heldTicket } from "./credentials-provider";
import { requestContext } from "./request-context";

const sent = <Result>(answer: Answer<Result>) => answer as unknown as SentAnswer<Result>;

/** A command as a Server Action. Checks the origin itself: Next lets requests without one through. */
export function toServerAction<Input extends z.ZodType, Result>(
  command: Command<Input, Result>,
  options: { revalidate?: string[] } = {},
) {
  return async (input: z.input<Input>): Promise<SentAnswer<Result>> => {
    let ctx = strangerContext(await headers());
    let isAtTheDoor = true;
    try {
      ctx = await requestContext({ sameOrigin: true });
      isAtTheDoor = false;
      const result = await command(ctx, input);
      for (const path of options.revalidate ?? []) revalidatePath(path, "layout");
      return sent({ ok: true, result });
    } catch (error) {
      const told = isAtTheDoor ? await auditAtTheDoor(ctx, command.command, error) : error;
      return sent<Result>({ ok: false, error: toSafeError(told, ctx.requestId) });
    }
  };
}

/** A command that acts for the ticket of a sign-in under way, which only the cookie carries. */
export function toTicketAction<Result>(
  command: Command<z.ZodType<{ ticket: string }, { ticket: string }>, Result>,
) {
  const act = toServerAction(command);
  return async (): Promise<SentAnswer<Result>> => act({ ticket: await heldTicket() });
}
