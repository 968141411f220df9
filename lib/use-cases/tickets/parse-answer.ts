import type { z } from "zod";
import { OutboundError } from "@/lib/domain/outbound-error";

/** An answer in the published shape, or an error that can pass. */
export function parseAnswer<Shape extends z.ZodType>(shape: Shape, json: unknown): z.infer<Shape> {
  const parsed = shape.safeParse(json);
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues[0]?.path.join(".") ?? "";
  throw new OutboundError(
    "network",
    `The tracker's answer could not be read (${where || "body"}).`,
  );
}
