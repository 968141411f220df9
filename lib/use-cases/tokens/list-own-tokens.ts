import { z } from "zod";
import { db } from "@/lib/infra/db";
import { personIdOf } from "../context";
import { defineQuery } from "../define-query";

export interface TokenRow {
  id: string;
  name: string;
  lastFour: string;
  scopes: string[];
  createdAt: string;
  expiresAt: string;
  lastUsedAt: string | null;
  state: "active" | "expired" | "revoked";
  revokedAt: string | null;
  /** `by_hand` or `person_disabled`; null while it is not revoked. */
  revokedBecause: string | null;
}

/** One's own tokens, those that are gone included, so that a leak can be traced. */
export const listOwnTokens = defineQuery({
  permission: "token:read",
  input: z.strictObject({}),
  run: async ({ ctx }): Promise<{ items: TokenRow[] }> => {
    const rows = await db().apiToken.findMany({
      where: { personId: personIdOf(ctx) ?? "00000000-0000-0000-0000-000000000000" },
      orderBy: { createdAt: "desc" },
      take: 200,
    });
    return {
      items: rows.map((row) => ({
        id: row.id,
        name: row.name,
        lastFour: row.lastFour,
        scopes: row.scopes,
        createdAt: row.createdAt.toISOString(),
        expiresAt: row.expiresAt.toISOString(),
        lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
        state: row.revokedAt ? "revoked" : row.expiresAt <= ctx.now ? "expired" : "active",
        revokedAt: row.revokedAt?.toISOString() ?? null,
        revokedBecause: row.revokedBecause,
      })),
    };
  },
});
