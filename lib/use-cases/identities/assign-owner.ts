import { z } from "zod";
import { defineCommand } from "../define-command";
import { activePerson, changeOwners } from "./change-owners";
import { Parameters } from "./parameters";
import { bulkTarget, checkCount, targetNote, targetSql } from "./target";

/** Makes a person the confirmed owner of identities, or leaves them without one. */
export const assignOwner = defineCommand({
  name: "identity.assign-owner",
  event: "identity.owner-assigned",
  permission: "identity:assign-owner",
  input: z.strictObject({ target: bulkTarget, personId: z.uuid().nullable() }),
  run: async ({ tx, ctx, input }) => {
    if (input.personId !== null) await activePerson(tx, input.personId);
    const p = new Parameters();
    const where = await targetSql(ctx, input.target, p);
    const owner = `${p.add(input.personId)}::uuid`;
    const wanted = `SELECT id, ${owner} AS owner FROM identity WHERE ${where}`;
    const count = await changeOwners(tx, wanted, p, ctx.now);
    checkCount(input.target, count);
    return {
      result: { count },
      audit: targetNote(input.target, { count, ownerId: input.personId }),
    };
  },
});
