import { z } from "zod";
import { sql } from "@/lib/infra/db";
import { type Context, reachOf } from "../context";
import { type TargetTable, targetTables } from "./target-tables";

export interface TargetKey {
  type: string;
  id: string;
}
export interface FoundTarget extends TargetKey {
  name: string;
  under: string | null;
  page: string | null;
}

const uuid = z.uuid();
export const isUuid = (text: string | null): text is string => uuid.safeParse(text).success;
export const mayRead = (ctx: Context, table: TargetTable): boolean =>
  reachOf(ctx, table.permission) === "all";

function idsByType(ctx: Context, keys: readonly TargetKey[]): Map<string, Set<string>> {
  const ids = new Map<string, Set<string>>();
  for (const { type, id } of keys) {
    const table = targetTables[type];
    if (!table?.from || !isUuid(id) || !mayRead(ctx, table)) continue;
    ids.set(type, (ids.get(type) ?? new Set()).add(id));
  }
  return ids;
}

/** What is there now and the reader may know: all types in one statement, each by its primary key. */
export async function lookUpTargets(
  ctx: Context,
  keys: readonly TargetKey[],
): Promise<FoundTarget[]> {
  const ids = idsByType(ctx, keys);
  if (ids.size === 0) return [];
  const values: unknown[] = [];
  const parts = [...ids].map(([type, of]) => {
    const { from, columns } = targetTables[type] ?? {};
    values.push([...of]);
    return `SELECT '${type}' AS type, x.id::text AS id, ${columns?.name} AS name,
      ${columns?.under ?? "NULL"} AS under, ${columns?.page ?? "NULL"} AS page
      FROM ${from} AND x.id = ANY($${values.length}::uuid[])`;
  });
  return sql<FoundTarget>(parts.join(" UNION ALL "), values);
}
