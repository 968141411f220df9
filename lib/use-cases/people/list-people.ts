import { z } from "zod";
import { db } from "@/lib/infra/db";
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

/** People in the order they came, with keyset paging. */
export const listPeople = defineQuery({
  permission: "person:read",
  input: z.strictObject({ cursor: z.uuid().optional() }),
  run: async ({ input }): Promise<{ items: PersonRow[]; nextCursor: string | null }> => {
    const rows = await db().person.findMany({
      where: input.cursor ? { id: { gt: input.cursor } } : {},
      include: { _count: { select: { passkeys: true, logins: true } } },
      orderBy: { id: "asc" },
      take: pageSize + 1,
    });
    const items = rows.slice(0, pageSize).map((row) => ({
      id: row.id,
      name: row.name,
      email: row.email,
      role: row.role,
      status: row.status,
      secondFactor: row.totpConfirmedAt !== null || row._count.passkeys > 0,
      singleSignOn: row._count.logins > 0,
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
