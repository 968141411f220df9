import { z } from "zod";
import { db, sql } from "@/lib/infra/db";
import { defineQuery } from "../define-query";

export interface PersonRow {
  id: string;
  name: string;
  email: string;
  role: string;
  status: string;
  secondFactor: boolean;
  singleSignOn: boolean;
  lastSignInAt: string | null;
  createdAt: string;
}

const pageSize = 200;

type Dated = Omit<PersonRow, "lastSignInAt" | "createdAt"> & {
  lastSignInAt: Date | null;
  createdAt: Date;
};

/** People in the order they came, all or those whose name or address holds the text, with keyset paging. */
export const listPeople = defineQuery({
  permission: "person:read",
  input: z.strictObject({
    text: z.string().trim().max(100).default("").describe("Part of the name or the address"),
    cursor: z.uuid().optional(),
  }),
  run: async ({ input }): Promise<{ items: PersonRow[]; nextCursor: string | null }> => {
    const rows = await sql<Dated>(
      `SELECT p.id, p.name, p.email, p.role, p.status, p.last_sign_in_at AS "lastSignInAt",
         p.totp_confirmed_at IS NOT NULL
           OR EXISTS (SELECT FROM passkey k WHERE k.person_id = p.id) AS "secondFactor",
         EXISTS (SELECT FROM person_login l WHERE l.person_id = p.id) AS "singleSignOn",
         p.created_at AS "createdAt"
       FROM person p
       WHERE ($1::uuid IS NULL OR p.id > $1::uuid) AND ($2 = ''
         OR position(lower($2) in lower(p.name)) > 0 OR position(lower($2) in lower(p.email)) > 0)
       ORDER BY p.id LIMIT ${pageSize + 1}`,
      [input.cursor ?? null, input.text],
    );
    const items = rows.slice(0, pageSize).map((row) => ({
      ...row,
      lastSignInAt: row.lastSignInAt?.toISOString() ?? null,
      createdAt: row.createdAt.toISOString(),
    }));
    return { items, nextCursor: rows.length > pageSize ? (items.at(-1)?.id ?? null) : null };
  },
});

export interface InvitationRow {
  id: string;
  email: string;
  role: string;
  expiresAt: string;
}

/** Invitations that can still be accepted. */
export const listInvitations = defineQuery({
  permission: "person:invite",
  input: z.strictObject({}),
  run: async ({ ctx }): Promise<{ items: InvitationRow[] }> => {
    const rows = await db().invitation.findMany({
      where: { purpose: "invitation", usedAt: null, revokedAt: null, expiresAt: { gt: ctx.now } },
      orderBy: { createdAt: "desc" },
      take: pageSize,
    });
    return {
      items: rows.map((row) => ({
        id: row.id,
        email: row.email ?? "",
        role: row.role,
        expiresAt: row.expiresAt.toISOString(),
      })),
    };
  },
});
