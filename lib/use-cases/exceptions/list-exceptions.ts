import { z } from "zod";
import { exceptingStates, pendingStates } from "@/lib/domain/lifecycle/exception";
import { db, type Prisma } from "@/lib/infra/db";
import { personIdOf, type Context } from "../context";
import { defineQuery } from "../define-query";
import { toExceptionRow } from "./exception-row";

export const exceptionViews = ["open", "decide", "expiring", "ended"] as const;
export type ExceptionView = (typeof exceptionViews)[number];

const viewWhere: Record<ExceptionView, Prisma.PolicyExceptionWhereInput> = {
  open: { state: { in: [...pendingStates, ...exceptingStates] } },
  decide: { state: "requested" },
  expiring: { state: "expiring" },
  ended: { closedAt: { not: null } },
};

/** The exceptions that are theirs: asked by them, or about what they own. */
export const theirExceptions = (ctx: Context, reach: string): Prisma.PolicyExceptionWhereInput => {
  if (reach !== "own") return {};
  const me = personIdOf(ctx) ?? "";
  return { OR: [{ requestedById: me }, { identity: { ownerId: me } }] };
};

export const listExceptionsInput = z.strictObject({
  view: z.enum(exceptionViews).default("open"),
  cursor: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** Exceptions, newest first; `counts` says how many each view holds. */
export const listExceptions = defineQuery({
  permission: "exception:read",
  input: listExceptionsInput,
  run: async ({ ctx, input, reach }) => {
    const mine = theirExceptions(ctx, reach);
    const count = (view: ExceptionView) =>
      db().policyException.count({ where: { AND: [mine, viewWhere[view]] } });
    const [rows, open, decide, expiring, ended] = await Promise.all([
      db().policyException.findMany({
        where: { AND: [mine, viewWhere[input.view]] },
        orderBy: [{ createdAt: "desc" }, { id: "desc" }],
        take: input.limit + 1,
        ...(input.cursor ? { cursor: { id: input.cursor }, skip: 1 } : {}),
      }),
      count("open"),
      count("decide"),
      count("expiring"),
      count("ended"),
    ]);
    const items = rows.slice(0, input.limit).map(toExceptionRow);
    return {
      items,
      nextCursor: rows.length > input.limit ? (items.at(-1)?.id ?? null) : null,
      counts: { open, decide, expiring, ended },
    };
  },
});
