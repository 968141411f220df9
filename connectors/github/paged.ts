import type { z } from "zod";
import { ConnectorError } from "../contract";
import type { Gap, Page, SourceRecord } from "../contract";
import { gapOf } from "./failures";
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
  try {
    const { data, next, rate } = await client.get(
      list.route,
      { org: config.org, per_page: list.perPage ?? pageSize, page: Number(cursor ?? 1) },
      list.schema,
    );
    const records = await list.records(data);
    const expectedTotal = list.total?.(data);
    return {
      records,
      nextCursor: next,
      complete: true,
      rate,
      ...(expectedTotal === undefined ? {} : { expectedTotal }),
    };
  } catch (error) {
    const gap = gapOf(error, config.org, list.permission, list.absent);
    return { records: [], nextCursor: null, complete: false, gaps: [gap] };
  }
}

const mostPages = 100;

/** All entries of a list that is short by nature, such as the keys of one repository. */
export async function everyPage<T, E>(
  { client }: Pick<Reader, "client">,
  route: string,
  parameters: Record<string, string | number>,
  schema: z.ZodType<T>,
  entries: (data: T) => E[],
): Promise<E[]> {
  const all: E[] = [];
  let page: string | null = "1";
  for (let count = 0; page !== null; count += 1) {
    if (count === mostPages) {
      throw new ConnectorError("unexpected_response", `GET ${route}: the list does not end`);
    }
    const query: Record<string, string | number> = {
      ...parameters,
      per_page: pageSize,
      page: Number(page),
    };
    const answer: { data: T; next: string | null } = await client.get(route, query, schema);
    all.push(...entries(answer.data));
    page = answer.next;
  }
  return all;
}
