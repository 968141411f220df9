import { z } from "zod";
import type { ConnectorError, Gap, SourceRecord } from "../contract";
import type { AccountSession } from "./session";

/** One page of one account (and region). `next` is where to go on inside it, null at its end. */
export interface Step {
  records: SourceRecord[];
  next: string | null;
  gaps?: Gap[];
  expectedTotal?: number;
}

export type TakeStep = (
  session: AccountSession,
  at: string | null,
  region: string,
) => Promise<Step>;

export const cursorSchema = z.strictObject({
  account: z.string().max(20),
  /** Null before the account's regions are known. */
  region: z.string().max(60).nullable(),
  at: z.string().nullable(),
});
export type Cursor = z.infer<typeof cursorSchema>;

/** What a step gave and where its account goes on; null after the account's last page. */
export interface Taken {
  step: Step;
  next: Cursor | null;
}

/** A refusal as a gap of coverage; `within` where it hides less than all rows of the account. */
export function gapOf(error: ConnectorError, scope: string, within?: Gap["within"]): Gap {
  const { permission } = error.extra;
  return {
    reason: "forbidden",
    scope,
    message: error.message,
    ...(permission === undefined ? {} : { permission }),
    ...(within === undefined ? {} : { within }),
  };
}
