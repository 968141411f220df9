import type { z } from "zod";
import type { Permission, Reach } from "@/lib/domain/people/permissions";
import { authorise, type Context } from "./context";
import { parseInput } from "./define-command";

export interface Query<Input extends z.ZodType, Result> {
  readonly permission: Permission;
  readonly input: Input;
  (ctx: Context, input: z.input<Input>): Promise<Result>;
}

/** The one constructor of reads: authorise, parse, run. Returns plain objects, never ORM types. */
export function defineQuery<Input extends z.ZodType, Result>(spec: {
  permission: Permission;
  input: Input;
  run(args: { ctx: Context; input: z.output<Input>; reach: Reach }): Promise<Result>;
}): Query<Input, Result> {
  const execute = async (ctx: Context, raw: z.input<Input>): Promise<Result> => {
    const reach = authorise(ctx, spec.permission);
    return spec.run({ ctx, input: parseInput(spec.input, raw), reach });
  };
  return Object.assign(execute, { permission: spec.permission, input: spec.input });
}
