import { z } from "zod";
import { DomainError } from "@/lib/domain/errors";
import { maxQueryLength, parseQuery } from "@/lib/domain/inventory/query-text";
import type { JsonValue } from "@/lib/domain/inventory/source-record";
import type { Context } from "../context";
import type { AuditNote } from "../define-command";
import { resolveFilter, whereSql } from "./filter-sql";
import type { Parameters } from "./parameters";

/** Which identities a bulk command takes: named ones, or everything that a query text matches. */
export const bulkTarget = z.union([
  z.strictObject({ ids: z.array(z.uuid()).min(1).max(1_000) }),
  z.strictObject({
    matching: z.string().max(maxQueryLength),
    /** What the person saw; the command refuses when far more would be changed. */
    expected: z.number().int().min(0).optional(),
  }),
]);
export type BulkTarget = z.infer<typeof bulkTarget>;

/** Most that one command changes, so that its transaction stays short. */
export const bulkLimit = 100_000;

/** The condition over `identity` of a bulk target. Bulk commands are for those who reach all. */
export async function targetSql(ctx: Context, target: BulkTarget, p: Parameters): Promise<string> {
  if ("ids" in target) return `id = ANY(${p.add(target.ids)}::uuid[])`;
  const filter = await resolveFilter(ctx, parseQuery(target.matching), "all", { textLimit: 0 });
  return whereSql(filter, p, ctx.now).join(" AND ");
}

/** Stops a command that would change far more than the person was shown, or too much at once. */
export function checkCount(target: BulkTarget, changed: number): void {
  if (changed > bulkLimit) {
    throw new DomainError(
      "too_large",
      `More than ${bulkLimit.toLocaleString("en")} identities match. Nothing was changed; narrow the filter.`,
    );
  }
  if (!("matching" in target) || target.expected === undefined) return;
  if (changed > target.expected * 1.1 + 10) {
    throw new DomainError(
      "conflict",
      `${changed.toLocaleString("en")} identities match now, not ${target.expected.toLocaleString("en")}. Nothing was changed; look at the list again.`,
    );
  }
}

/** What the audit log keeps of a bulk change: the filter's text, or the first ids. */
export function targetNote(target: BulkTarget, detail: { [key: string]: JsonValue }): AuditNote {
  const ids = "ids" in target ? target.ids : [];
  return {
    targetType: "identity",
    ...(ids.length === 1 ? { targetId: ids[0]! } : {}),
    detail:
      "matching" in target
        ? { ...detail, matching: target.matching }
        : { ...detail, ids: ids.slice(0, 100) },
  };
}
