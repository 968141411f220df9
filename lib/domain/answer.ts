/** Why something was not done, in words for the reader; `fields` by name of the input. */
export interface Refusal {
  code: string;
  message: string;
  fields?: Record<string, string> | undefined;
}

/** What came of a command. */
export type Answer<Result> = { ok: true; result: Result } | { ok: false; error: Refusal };

declare const sent: unique symbol;

/** What a server action sends: only `answered` of components/answer reads it, as the request for it may fail. */
export interface SentAnswer<Result> {
  readonly [sent]: Result;
}
