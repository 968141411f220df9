import { z } from "zod";
import { baseUrl } from "@/lib/infra/env";
import { db, sql } from "@/lib/infra/db";
import { defineQuery } from "../define-query";

export interface DirectoryRow {
  id: string;
  name: string;
  email: string;
  title: string | null;
  role: string;
  status: string;
  /** scim, csv; null came by sign-in or invitation. */
  directory: string | null;
  manager: string | null;
  teams: string[];
  /** Identities that are theirs. */
  owned: number;
  /** Their open case as a leaver. */
  leaver: { id: string; undecided: number } | null;
}

const pageSize = 100;
const cursorForm = z.tuple([z.string(), z.uuid()]);

function readCursor(text: string | undefined): [string, string] {
  try {
    const parsed = cursorForm.safeParse(
      JSON.parse(Buffer.from(text ?? "", "base64url").toString("utf8")),
    );
    if (parsed.success) return parsed.data;
  } catch {
    // A cursor that was cut off begins again.
  }
  return ["", "00000000-0000-0000-0000-000000000000"];
}

/** People by name, with who leads them, their teams and what is theirs. */
export const listDirectory = defineQuery({
  permission: "person:read",
  input: z.strictObject({
    text: z.string().trim().max(100).default(""),
    cursor: z.string().max(600).optional(),
  }),
  run: async ({ input }): Promise<{ items: DirectoryRow[]; nextCursor: string | null }> => {
    const [name, id] = readCursor(input.cursor);
    const rows = await sql<DirectoryRow & { key: string }>(
      `SELECT lower(p.name) AS key, p.id, p.name, p.email, p.title, p.role, p.status, p.directory, m.name AS manager,
         coalesce((SELECT array_agg(t.name ORDER BY t.name) FROM team_membership s
           JOIN team t ON t.id = s.team_id WHERE s.person_id = p.id), '{}') AS teams,
         (SELECT count(*)::int FROM identity i WHERE i.owner_id = p.id AND i.missing_since IS NULL) AS owned,
         (SELECT json_build_object('id', l.id, 'undecided', (SELECT count(*) FROM leaver_item x
           WHERE x.leaver_id = l.id AND x.decision IS NULL)) FROM leaver l
           WHERE l.person_id = p.id AND l.closed_at IS NULL) AS leaver
       FROM person p LEFT JOIN person m ON m.id = p.manager_id
       WHERE (lower(p.name), p.id) > ($1, $2::uuid) AND ($3 = '' OR position(lower($3) in lower(p.name)) > 0
         OR position(lower($3) in lower(p.email)) > 0)
       ORDER BY lower(p.name), p.id LIMIT ${pageSize + 1}`,
      [name, id, input.text],
    );
    // Made by the server too: it puts some letters in lower case otherwise than this process.
    const last = rows.length > pageSize ? rows[pageSize - 1] : undefined;
    return {
      items: rows.slice(0, pageSize).map(({ key: _key, ...row }) => row),
      nextCursor: last
        ? Buffer.from(JSON.stringify([last.key, last.id])).toString("base64url")
        : null,
    };
  },
});

export interface DirectoryState {
  scimUrl: string;
  /** How many people each way brought. */
  people: { scim: number; csv: number; here: number };
  openLeavers: number;
  teams: number;
}

/** Where people come from, and what waits. */
export const getDirectoryState = defineQuery({
  permission: "person:read",
  input: z.strictObject({}),
  run: async (): Promise<DirectoryState> => {
    const [counts] = await sql<DirectoryState["people"]>(
      `SELECT count(*) FILTER (WHERE directory = 'scim')::int AS scim,
         count(*) FILTER (WHERE directory = 'csv')::int AS csv,
         count(*) FILTER (WHERE directory IS NULL)::int AS here FROM person`,
    );
    return {
      scimUrl: `${baseUrl()}/scim/v2`,
      people: counts ?? { scim: 0, csv: 0, here: 0 },
      openLeavers: await db().leaver.count({ where: { closedAt: null } }),
      teams: await db().team.count(),
    };
  },
});
