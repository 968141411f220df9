import { z } from "zod";
import { DomainError } from "@/lib/domain/errors";
import { reasonText } from "@/lib/domain/reason";
import { db } from "@/lib/infra/db";
import { actorName, personIdOf } from "../context";
import { defineCommand } from "../define-command";
import { defineQuery } from "../define-query";

export const listTasksInput = z.strictObject({
  state: z.enum(["open", "done", "cancelled"]).default("open"),
  cursor: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});

interface Suggestion {
  because: string;
  keep: { entitlement: string; target: string; level: string }[];
  takeAway: { entitlement: string; target: string; level: string }[];
}

/** Work that decisions left for people, oldest first; an owner sees what is theirs. */
export const listTasks = defineQuery({
  permission: "review:read",
  input: listTasksInput,
  run: async ({ ctx, input, reach }) => {
    const rows = await db().reviewTask.findMany({
      where: {
        state: input.state,
        ...(reach === "own" ? { assigneeId: personIdOf(ctx) ?? "" } : {}),
      },
      orderBy: [{ createdAt: "asc" }, { id: "asc" }],
      take: input.limit + 1,
      ...(input.cursor ? { cursor: { id: input.cursor }, skip: 1 } : {}),
    });
    const people = await db().person.findMany({
      where: { id: { in: rows.flatMap((row) => row.assigneeId ?? []) } },
      select: { id: true, name: true },
    });
    const nameOf = new Map(people.map(({ id, name }) => [id, name]));
    const items = rows.slice(0, input.limit).map((row) => ({
      id: row.id,
      kind: row.kind as "rotate" | "reduce_scope",
      title: row.title,
      instructions: row.instructions.split("\n"),
      suggestion: row.suggestion as unknown as Suggestion | null,
      campaignId: row.campaignId,
      identityId: row.identityId,
      assignee: row.assigneeId ? (nameOf.get(row.assigneeId) ?? null) : null,
      state: row.state as "open" | "done" | "cancelled",
      note: row.note,
      createdAt: row.createdAt.toISOString(),
      finishedAt: row.finishedAt?.toISOString() ?? null,
      finishedBy: row.finishedBy,
    }));
    const nextCursor = rows.length > input.limit ? (items.at(-1)?.id ?? null) : null;
    return { items, nextCursor };
  },
});

/** A person did what a task asked for at the provider; the next sync shows it. */
export const finishTask = defineCommand({
  name: "review.finish-task",
  event: "review.task-finished",
  permission: "review:decide",
  input: z.strictObject({ taskId: z.uuid(), note: reasonText }),
  run: async ({ tx, ctx, input, reach }) => {
    const { count } = await tx.reviewTask.updateMany({
      where: {
        id: input.taskId,
        state: "open",
        ...(reach === "own" ? { assigneeId: personIdOf(ctx) ?? "" } : {}),
      },
      data: {
        state: "done",
        note: input.note,
        finishedAt: ctx.now,
        finishedBy: actorName(ctx),
      },
    });
    if (count === 0)
      throw new DomainError("not_found", "There is no such open task, or it is not yours.");
    return {
      result: { taskId: input.taskId },
      audit: { targetType: "review_task", targetId: input.taskId, detail: { note: input.note } },
    };
  },
});
