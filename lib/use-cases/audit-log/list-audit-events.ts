import { z } from "zod";
import type { JsonValue } from "@/lib/domain/inventory/source-record";
import { sql } from "@/lib/infra/db";
import { defineQuery } from "../define-query";

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

const text = z.string().trim().min(1).max(200).optional();

export const auditFilter = z.strictObject({
  /** Part of the actor's name, or their id. */
  actor: text,
  /** An event, or its noun: `source` finds every `source.…`. */
  event: text,
  outcome: z.enum(["done", "refused", "failed"]).optional(),
  target: text,
  from: z.iso.date().optional(),
  /** The last day that is included. */
  to: z.iso.date().optional(),
});

export const auditListInput = auditFilter.extend({
  cursor: z
    .string()
    .regex(/^\d{1,19}$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(200).default(100),
});

const conditionsOf = {
  actor: (n: number) => `(actor_name ILIKE '%' || $${n} || '%' OR actor_id = $${n})`,
  event: (n: number) => `(event = $${n} OR starts_with(event, $${n} || '.'))`,
  outcome: (n: number) => `outcome = $${n}`,
  target: (n: number) => `(target_id = $${n} OR target_type = $${n})`,
  from: (n: number) => `at >= $${n}::date`,
  to: (n: number) => `at < $${n}::date + 1`,
  cursor: (n: number) => `seq < $${n}::bigint`,
} as const;

const escapeLike = (value: string) => value.replaceAll(/[\\%_]/g, String.raw`\$&`);

/** The audit log, newest first. */
export const listAuditEvents = defineQuery({
  permission: "audit:read",
  input: auditListInput,
  run: async ({ input }): Promise<{ items: AuditLine[]; nextCursor: string | null }> => {
    const values: string[] = [];
    const where = Object.entries(conditionsOf).flatMap(([name, condition]) => {
      const value = input[name as keyof typeof conditionsOf];
      if (value === undefined) return [];
      values.push(name === "actor" ? escapeLike(value) : value);
      return [condition(values.length)];
    });
    const items = await sql<AuditLine & Record<string, unknown>>(
      `SELECT seq::text, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at,
         actor_type AS "actorType", actor_name AS "actorName", event, outcome,
         target_type AS "targetType", target_id AS "targetId", detail,
         request_id AS "requestId", ip, hash
       FROM audit_event ${where.length > 0 ? `WHERE ${where.join(" AND ")}` : ""}
       ORDER BY audit_event.seq DESC LIMIT ${input.limit + 1}`,
      values,
    );
    const more = items.length > input.limit;
    const page = more ? items.slice(0, input.limit) : items;
    return { items: page, nextCursor: more ? (page.at(-1)?.seq ?? null) : null };
  },
});
