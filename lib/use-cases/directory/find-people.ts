import { z } from "zod";
import { DomainError } from "@/lib/domain/errors";
import { readFilter } from "@/lib/domain/people/scim/filter";
import type { ShownPerson, ShownTeam } from "@/lib/domain/people/scim/user";
import { sql } from "@/lib/infra/db";
import { defineQuery } from "../define-query";

export interface DirectoryPage<Row> {
  total: number;
  startIndex: number;
  items: Row[];
}

/** The paging of RFC 7644: from 1, and a count that may be 0. */
export const directoryListInput = z.strictObject({
  filter: z.string().max(1_000).nullable().default(null),
  startIndex: z.coerce
    .number()
    .int()
    .default(1)
    .transform((at) => Math.max(at, 1)),
  count: z.coerce
    .number()
    .int()
    .default(100)
    .transform((most) => Math.min(Math.max(most, 0), 200)),
});

type Dated<Row> = Omit<Row, "createdAt" | "updatedAt"> & { createdAt: Date; updatedAt: Date };
const toShown = <Row>(row: Dated<Row>): Row =>
  ({
    ...row,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  }) as Row;

const peopleSql = (where: string, paging: string): string => `
  SELECT p.id, p.external_id AS "externalId", coalesce(p.user_name, p.email) AS "userName", p.email,
    p.name, p.title, p.status = 'active' AS active, p.manager_id AS "managerId",
    p.created_at AS "createdAt", p.updated_at AS "updatedAt",
    coalesce((SELECT json_agg(json_build_object('id', t.id, 'name', t.name) ORDER BY t.name)
      FROM team_membership m JOIN team t ON t.id = m.team_id WHERE m.person_id = p.id), '[]') AS teams
  FROM person p WHERE p.directory IS DISTINCT FROM 'deleted' AND ${where} ORDER BY p.id ${paging}`;

const teamsSql = (where: string, paging: string): string => `
  SELECT t.id, t.external_id AS "externalId", t.name, t.created_at AS "createdAt",
    t.updated_at AS "updatedAt",
    coalesce((SELECT json_agg(json_build_object('id', p.id, 'name', p.name) ORDER BY p.id)
      FROM team_membership m JOIN person p ON p.id = m.person_id WHERE m.team_id = t.id
        AND p.directory IS DISTINCT FROM 'deleted'), '[]') AS members
  FROM team t WHERE ${where} ORDER BY t.id ${paging}`;

const personColumns: Readonly<Record<string, string>> = {
  username: "lower(coalesce(p.user_name, p.email)) = lower($1)",
  externalid: "p.external_id = $1",
  displayname: "lower(p.name) = lower($1)",
  email: "lower(p.email) = lower($1)",
  id: "p.id::text = $1",
};
const teamColumns: Readonly<Record<string, string>> = {
  externalid: "t.external_id = $1",
  displayname: "lower(t.name) = lower($1)",
  id: "t.id::text = $1",
};

interface Listed {
  columns: Readonly<Record<string, string>>;
  select: (where: string, paging: string) => string;
}

const listOf = <Row>({ columns, select }: Listed) =>
  defineQuery({
    permission: "directory:sync",
    input: directoryListInput,
    run: async ({ input: { filter, startIndex, count } }): Promise<DirectoryPage<Row>> => {
      const asked = readFilter(filter);
      const where = asked ? columns[asked.attribute] : "true OR $1::text IS NULL";
      if (!where)
        throw new DomainError("invalid_input", "Groups have no such attribute to filter by.");
      const value = asked?.value ?? null;
      const rows = await sql<Dated<Row>>(select(`(${where})`, "LIMIT $2 OFFSET $3"), [
        value,
        count,
        startIndex - 1,
      ]);
      const [total] = await sql<{ n: number }>(
        `SELECT count(*)::int AS n FROM (${select(`(${where})`, "")}) found`,
        [value],
      );
      return { total: total?.n ?? 0, startIndex, items: rows.map(toShown) };
    },
  });

const oneOf = <Row>(select: Listed["select"], alias: string) =>
  defineQuery({
    permission: "directory:sync",
    input: z.strictObject({ id: z.string().max(100) }),
    run: async ({ input }): Promise<Row> => {
      const [row] = await sql<Dated<Row>>(select(`${alias}.id::text = $1`, ""), [input.id]);
      if (!row) throw new DomainError("not_found", "There is no resource with this id.");
      return toShown(row);
    },
  });

/** People as the directory sees them. */
export const listDirectoryPeople = listOf<ShownPerson>({
  columns: personColumns,
  select: peopleSql,
});
export const getDirectoryPerson = oneOf<ShownPerson>(peopleSql, "p");
/** Teams as the directory sees them. */
export const listDirectoryTeams = listOf<ShownTeam>({ columns: teamColumns, select: teamsSql });
export const getDirectoryTeam = oneOf<ShownTeam>(teamsSql, "t");
