import type { z } from "zod";
import type { Gap, Page, SourceRecord } from "../contract";
import { gapOf } from "./failures";
import { followingCursor, parsePageCursor } from "./page-cursor";
import { pageSize } from "./reader";
import type { Reader } from "./reader";

interface OrgList<T> {
  route: string;
  schema: z.ZodType<T>;
  permission: string;
  absent?: Gap["reason"];
  perPage?: number;
  records(data: T): SourceRecord[] | Promise<SourceRecord[]>;
  total?(data: T): number;
}

/** One page of a list of the organisation; a refusal is a gap over all of it. */
export async function orgListPage<T>(
  { client, config }: Reader,
  list: OrgList<T>,
  cursor: string | null,
): Promise<Page> {
  const at = parsePageCursor(cursor);
  try {
    const { data, next, rate } = await client.get(
      list.route,
      { org: config.org, per_page: list.perPage ?? pageSize, page: Number(at.page) },
      list.schema,
    );
    const nextCursor = followingCursor(at, data, next, list.route);
    const records = await list.records(data);
    const expectedTotal = list.total?.(data);
    return {
      records,
      nextCursor,
      complete: true,
      rate,
      ...(expectedTotal === undefined ? {} : { expectedTotal }),
    };
  } catch (error) {
    const gap = gapOf(error, config.org, list.permission, list.absent);
    return { records: [], nextCursor: null, complete: false, gaps: [gap] };
  }
}

/** All entries of a list that is short by nature, such as the keys of one repository. */
export async function everyPage<T, E>(
  { client }: Pick<Reader, "client">,
  route: string,
  parameters: Record<string, string | number>,
  schema: z.ZodType<T>,
  entries: (data: T) => E[],
): Promise<E[]> {
  const all: E[] = [];
  let cursor: string | null = null;
  do {
    const at = parsePageCursor(cursor);
    const query = { ...parameters, per_page: pageSize, page: Number(at.page) };
    const { data, next }: { data: T; next: string | null } = await client.get(route, query, schema);
    all.push(...entries(data));
    cursor = followingCursor(at, data, next, route);
  } while (cursor !== null);
  return all;
}
