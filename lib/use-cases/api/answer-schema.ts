import type { z } from "zod";

/** A result as it is after JSON: dates are text. What may be absent is told apart from what may not. */
type Sent<T> = T extends Date
  ? string
  : T extends readonly (infer Item)[]
    ? Sent<Item>[]
    : T extends object
      ? {
          -readonly [Key in keyof T]-?: undefined extends T[Key]
            ? { absentOr: Sent<NonNullable<T[Key]>> | (null extends T[Key] ? null : never) }
            : Sent<T[Key]>;
        }
      : T;

type Same<One, Other> = [One] extends [Other] ? ([Other] extends [One] ? true : false) : false;

/**
 * Asks for one more argument, which nobody can give, unless the schema describes the result field
 * by field: none missing, none more. Only the API's document and the tests read the schema; no
 * answer is parsed on its way out.
 */
export type Describes<Answer extends z.ZodType, Result> = [Answer] extends [never]
  ? []
  : Same<Sent<z.output<Answer>>, Sent<Result>> extends true
    ? []
    : [difference: { schema: Sent<z.output<Answer>>; result: Sent<Result> }];
