import { z } from "zod";
import { DomainError } from "@/lib/domain/errors";
import { sql } from "@/lib/infra/db";
import { defineQuery } from "../define-query";

export interface TeamRow {
  id: string;
  name: string;
  manager: { id: string; name: string; active: boolean } | null;
  members: number;
  identities: number;
  /** scim, csv; null was made here. */
  directory: string | null;
}

const mostTeams = 1_000;

const rowsSql = (where: string): string => `SELECT t.id, t.name, t.directory,
    CASE WHEN m.id IS NOT NULL THEN json_build_object('id', m.id, 'name', m.name,
      'active', m.status = 'active') END AS manager,
    (SELECT count(*)::int FROM team_membership s WHERE s.team_id = t.id) AS members,
    (SELECT count(*)::int FROM identity_ownership o JOIN identity i ON i.id = o.identity_id
      WHERE o.team_id = t.id AND i.missing_since IS NULL) AS identities
  FROM team t LEFT JOIN person m ON m.id = t.manager_id WHERE ${where}
  ORDER BY lower(t.name), t.id LIMIT ${mostTeams}`;

/** Teams by name, with their manager and what they answer for. */
export const listTeams = defineQuery({
  permission: "team:read",
  input: z.strictObject({ text: z.string().trim().max(100).default("") }),
  run: async ({ input }): Promise<{ items: TeamRow[] }> => ({
    items: await sql<TeamRow>(rowsSql("position(lower($1) in lower(t.name)) > 0"), [input.text]),
  }),
});

export interface TeamDetail extends TeamRow {
  people: { id: string; name: string; email: string; status: string }[];
}

/** One team with its people. */
export const getTeam = defineQuery({
  permission: "team:read",
  input: z.strictObject({ teamId: z.uuid() }),
  run: async ({ input }): Promise<TeamDetail> => {
    const [team] = await sql<TeamRow>(rowsSql("t.id = $1::uuid"), [input.teamId]);
    if (!team) throw new DomainError("not_found", "There is no such team.");
    const people = await sql<TeamDetail["people"][number]>(
      `SELECT p.id, p.name, p.email, p.status FROM team_membership s JOIN person p ON p.id = s.person_id
       WHERE s.team_id = $1::uuid ORDER BY lower(p.name), p.id LIMIT 2000`,
      [input.teamId],
    );
    return { ...team, people };
  },
});
