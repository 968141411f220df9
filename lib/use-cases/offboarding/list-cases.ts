import { z } from "zod";
import { caseKinds } from "@/lib/domain/lifecycle/case";
import { db, type Prisma } from "@/lib/infra/db";
import { personIdOf, type Context } from "../context";
import { defineQuery } from "../define-query";
import { toCaseRow } from "./case-row";

export const caseViews = ["open", "decide", "stuck", "closed"] as const;
export type CaseView = (typeof caseViews)[number];

const viewWhere: Record<CaseView, Prisma.OffboardingCaseWhereInput> = {
  open: { closedAt: null },
  decide: { state: { in: ["planned", "confirming", "manual"] } },
  stuck: { state: { in: ["stuck", "dangling"] } },
  closed: { closedAt: { not: null } },
};

export const listCasesInput = z.strictObject({
  kind: z.enum(caseKinds).optional(),
  view: z.enum(caseViews).default("open"),
  cursor: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

const visible = (ctx: Context, reach: string): Prisma.OffboardingCaseWhereInput =>
  reach === "own"
    ? {
        OR: [
          { requestedById: personIdOf(ctx) ?? "" },
          { identity: { ownerId: personIdOf(ctx) ?? "" } },
        ],
      }
    : {};

/** Cases, newest first; `counts` says how many each view holds. */
export const listCases = defineQuery({
  permission: "offboarding:read",
  input: listCasesInput,
  run: async ({ ctx, input, reach }) => {
    const mine: Prisma.OffboardingCaseWhereInput = {
      ...visible(ctx, reach),
      ...(input.kind ? { kind: input.kind } : {}),
    };
    const [rows, ...counts] = await Promise.all([
      db().offboardingCase.findMany({
        where: { AND: [mine, viewWhere[input.view]] },
        orderBy: [{ createdAt: "desc" }, { id: "desc" }],
        take: input.limit + 1,
        ...(input.cursor ? { cursor: { id: input.cursor }, skip: 1 } : {}),
      }),
      ...caseViews.map((view) =>
        db().offboardingCase.count({ where: { AND: [mine, viewWhere[view]] } }),
      ),
    ]);
    const items = rows.slice(0, input.limit).map(toCaseRow);
    return {
      items,
      nextCursor: rows.length > input.limit ? (items.at(-1)?.id ?? null) : null,
      counts: Object.fromEntries(caseViews.map((view, n) => [view, counts[n] ?? 0])) as Record<
        CaseView,
        number
      >,
    };
  },
});
