import { z } from "zod";
import { attemptsAt } from "@/lib/domain/audit/event-titles";
import type { JsonValue } from "@/lib/domain/inventory/source-record";
import { sql } from "@/lib/infra/db";
import { escapeLike } from "@/lib/infra/escape-like";

export interface AuditLine {
  seq: string;
  at: string;
  actorType: string;
  actorName: string;
  event: string;
  outcome: string;
  targetType: string | null;
  targetId: string | null;
  detail: { [key: string]: JsonValue };
  requestId: string | null;
  ip: string | null;
  hash: string;
}

/** The database takes no control characters in text. */
const text = z
  .string()
  .trim()
  .max(200)
  .regex(/^\P{Cc}+$/u, "must not be empty or hold control characters")
  .optional();

export const auditFilter = z.strictObject({
  /** Part of the actor's name, or their id. */
  actor: text,
  /**
   * An event, or its noun: `source` finds every `source.…`. With an outcome other than `done` an
   * event finds the attempts at it, which are written under the name of their command.
   */
  event: text,
  outcome: z.enum(["done", "refused", "failed"]).optional(),
  target: text,
  from: z.iso.date().optional(),
  /** The last day that is included. */
  to: z.iso.date().optional(),
});
export type AuditFilter = z.output<typeof auditFilter>;

/** Whether the days can hold an entry at all. */
export const areDaysInOrder = ({ from, to }: Pick<AuditFilter, "from" | "to">): boolean =>
  from === undefined || to === undefined || from <= to;
/** The filter, or a schema with its days, that refuses days which can hold nothing. */
export const withDaysInOrder = <Schema extends z.ZodType<Pick<AuditFilter, "from" | "to">>>(
  schema: Schema,
): Schema => schema.refine(areDaysInOrder, { path: ["to"], message: "must not be before from" });

const conditionsOf = {
  actor: (n: number) => `(actor_name ILIKE '%' || $${n} || '%' OR actor_id = $${n})`,
  event: (n: number) => `(event = ANY($${n}) OR starts_with(event, ($${n}::text[])[1] || '.'))`,
  outcome: (n: number) => `outcome = $${n}`,
  target: (n: number) => `(target_id = $${n} OR target_type = $${n})`,
  from: (n: number) => `at >= $${n}::date`,
  to: (n: number) => `at < $${n}::date + 1`,
} as const;

/** The value of a condition as its statement takes it. */
function valueOf(name: keyof typeof conditionsOf, value: string, outcome: AuditFilter["outcome"]) {
  if (name === "actor") return escapeLike(value);
  if (name !== "event") return value;
  return [value, ...(outcome === undefined || outcome === "done" ? [] : attemptsAt(value))];
}

/** The entries under a filter that are older than `before`, newest first. */
export async function readAuditLines(
  filter: AuditFilter,
  before: string | null,
  limit: number,
): Promise<AuditLine[]> {
  const values: (string | string[])[] = [];
  const names = Object.entries(conditionsOf) as [
    keyof typeof conditionsOf,
    (n: number) => string,
  ][];
  const where = names.flatMap(([name, condition]) => {
    const value = filter[name];
    if (value === undefined) return [];
    values.push(valueOf(name, value, filter.outcome));
    return [condition(values.length)];
  });
  if (before !== null) {
    values.push(before);
    where.push(`seq < $${values.length}::bigint`);
  }
  return sql<AuditLine & Record<string, unknown>>(
    `SELECT seq::text, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at,
       actor_type AS "actorType", actor_name AS "actorName", event, outcome,
       target_type AS "targetType", target_id AS "targetId", detail,
       request_id AS "requestId", ip, hash
     FROM audit_event ${where.length > 0 ? `WHERE ${where.join(" AND ")}` : ""}
     ORDER BY audit_event.seq DESC LIMIT ${limit}`,
    values,
  );
}
