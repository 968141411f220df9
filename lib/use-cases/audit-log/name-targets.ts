import { z } from "zod";
import { sql } from "@/lib/infra/db";
import { type Context, reachOf } from "../context";
import { defineQuery } from "../define-query";
import type { AuditLine } from "./audit-filter";
import { namePeople } from "./name-people";
import { type TargetTable, targetTables } from "./target-tables";

/** What an entry is about, for a reader. */
export interface NamedTarget {
  /** Its type in words. */
  word: string;
  /** As the entry recorded it, or else as it is called now; null where no name is known. */
  name: string | null;
  /** What tells it from others of its name; null where it is gone or has nothing more. */
  under: string | null;
  href: string | null;
  /** True when it was looked for and is no longer there. */
  isGone: boolean;
}

type Subject = Pick<AuditLine, "seq" | "targetType" | "targetId" | "detail">;
interface Found {
  id: string;
  name: string;
  under: string | null;
  page: string | null;
}

const isUuid = (text: string | null): text is string => z.uuid().safeParse(text).success;
const mayRead = (ctx: Context, table: TargetTable): boolean =>
  reachOf(ctx, table.permission) === "all";

function idsByType(ctx: Context, subjects: readonly Subject[]): Map<string, Set<string>> {
  const ids = new Map<string, Set<string>>();
  for (const { targetType, targetId } of subjects) {
    const table = targetTables[targetType ?? ""];
    if (!targetType || !table?.from || !isUuid(targetId) || !mayRead(ctx, table)) continue;
    ids.set(targetType, (ids.get(targetType) ?? new Set()).add(targetId));
  }
  return ids;
}

/** All types in one statement, each by its primary key. */
async function lookUp(ids: ReadonlyMap<string, Set<string>>): Promise<Map<string, Found>> {
  if (ids.size === 0) return new Map();
  const values: unknown[] = [];
  const parts = [...ids].map(([type, of]) => {
    const { from, columns } = targetTables[type] ?? {};
    values.push([...of]);
    return `SELECT '${type}' AS type, x.id::text AS id, ${columns?.name} AS name,
      ${columns?.under ?? "NULL"} AS under, ${columns?.page ?? "NULL"} AS page
      FROM ${from} AND x.id = ANY($${values.length}::uuid[])`;
  });
  const rows = await sql<Found & { type: string }>(parts.join(" UNION ALL "), values);
  return new Map(rows.map((row) => [`${row.type} ${row.id}`, row]));
}

function recorded(table: TargetTable, detail: Subject["detail"]): string | null {
  const value = table.recordedAs === undefined ? null : detail[table.recordedAs];
  return typeof value === "string" && value !== "" ? value : null;
}

function nameOne(ctx: Context, subject: Subject, found: ReadonlyMap<string, Found>): NamedTarget {
  const { targetType, targetId, detail } = subject;
  const table = targetTables[targetType ?? ""];
  const nothing = { under: null, href: null, isGone: false };
  if (!table) return { word: targetType ?? "", name: targetId, ...nothing };
  const hasId = table.from !== null && isUuid(targetId);
  const mayOpen = mayRead(ctx, table);
  const now = hasId ? found.get(`${targetType} ${targetId}`) : undefined;
  const isGone = hasId && mayOpen && now === undefined;
  const was = recorded(table, detail);
  const isRenamed = was !== null && now !== undefined && was !== now.name;
  const opens = mayOpen && !isGone && (table.from === null || hasId);
  return {
    word: table.word,
    name: was ?? now?.name ?? (table.from === null ? targetId : null),
    under: isRenamed ? `now ${now.name}` : (now?.under ?? null),
    href: opens ? (table.href?.(targetId ?? "", now?.page ?? "") ?? null) : null,
    isGone,
  };
}

const subject = z.object({
  seq: z.string(),
  targetType: z.string().nullable(),
  targetId: z.string().nullable(),
  detail: z.record(z.string(), z.json()),
});

export interface NamedEntries {
  /** What each entry is about, by its number. */
  targets: Record<string, NamedTarget>;
  /** Whom the details mention: name and address by id. */
  people: Record<string, string>;
}

/** The names of one page's entries, as far as the reader may know them. */
export const nameTargets = defineQuery({
  permission: "audit:read",
  input: z.array(subject).max(200),
  run: async ({ ctx, input }): Promise<NamedEntries> => {
    const about = input.filter(({ targetType }) => targetType !== null);
    const [found, people] = await Promise.all([
      lookUp(idsByType(ctx, about)),
      namePeople(
        ctx,
        input.map(({ detail }) => detail),
      ),
    ]);
    const targets = about.map((each) => [each.seq, nameOne(ctx, each, found)] as const);
    return { targets: Object.fromEntries(targets), people };
  },
});
