import { z } from "zod";
import { defineQuery } from "../define-query";
import { auditFilter, type AuditLine, readAuditLines, withDaysInOrder } from "./audit-filter";

export const auditListInput = auditFilter.extend({
  cursor: z
    .string()
    .regex(/^\d{1,19}$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(200).default(100),
});

/** The audit log, newest first. */
export const listAuditEvents = defineQuery({
  permission: "audit:read",
  input: withDaysInOrder(auditListInput),
  run: async ({ input }): Promise<{ items: AuditLine[]; nextCursor: string | null }> => {
    const { cursor, limit, ...filter } = input;
    const items = await readAuditLines(filter, cursor ?? null, limit + 1);
    const more = items.length > limit;
    const page = more ? items.slice(0, limit) : items;
    return { items: page, nextCursor: more ? (page.at(-1)?.seq ?? null) : null };
  },
});
