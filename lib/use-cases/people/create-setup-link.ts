import { z } from "zod";
import { baseUrl } from "@/lib/infra/env";
import { linkToken, sha256 } from "@/lib/infra/one-time-token";
import { defineCommand } from "../define-command";

const validHours = 24;

/** A new one-time link for the first administrator, or null once anybody exists. Older links die. */
export const createSetupLink = defineCommand({
  name: "setup.create-link",
  event: "setup.link-created",
  permission: "person:invite",
  input: z.strictObject({}),
  run: async ({ tx, ctx }) => {
    if ((await tx.person.count()) > 0)
      return { result: null, audit: { detail: { needed: false } } };
    const open = { purpose: "setup", usedAt: null, revokedAt: null };
    await tx.invitation.updateMany({ where: open, data: { revokedAt: ctx.now } });
    const token = linkToken();
    const expiresAt = new Date(ctx.now.getTime() + validHours * 3_600_000);
    await tx.invitation.create({
      data: { purpose: "setup", tokenHash: sha256(token), role: "admin", expiresAt },
    });
    return {
      result: { url: `${baseUrl()}/setup?token=${token}`, expiresAt },
      audit: { detail: { needed: true } },
    };
  },
});
