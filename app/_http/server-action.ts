import { revalidatePath } from "next/cache";
import type { z } from "zod";
import type { Command } from "@/lib/use-cases/define-command";
import { type SafeError, toSafeError } from "./error-response";
import { requestContext } from "./request-context";

export type ActionResult<Result> = { ok: true; result: Result } | { ok: false; error: SafeError };

/** A command as a Server Action. Checks the origin itself: Next lets requests without one through. */
export function toServerAction<Input extends z.ZodType, Result>(
  command: Command<Input, Result>,
  options: { revalidate?: string[] } = {},
) {
  return async (input: z.input<Input>): Promise<ActionResult<Result>> => {
    let requestId = "unknown";
    try {
      const ctx = await requestContext({ sameOrigin: true });
      requestId = ctx.requestId;
      const result = await command(ctx, input);
      for (const path of options.revalidate ?? []) revalidatePath(path, "layout");
      return { ok: true, result };
    } catch (error) {
      return { ok: false, error: toSafeError(error, requestId) };
    }
  };
}
