import { z } from "zod";
import { DomainError } from "@/lib/domain/errors";
import type { Tx } from "@/lib/infra/db";
import { defineCommand } from "../define-command";
import { activePerson, scoreOwnersSoon } from "./change-owners";
import { Parameters } from "./parameters";
import { bulkLimit, bulkTarget, checkCount, targetNote, targetSql } from "./target";

const text = (most: number) => z.string().trim().min(1).max(most).nullable().optional();

const input = z
  .strictObject({
    target: bulkTarget,
    backupOwnerId: z.uuid().nullable().optional(),
    teamId: z.uuid().nullable().optional(),
    purpose: text(1_000),
    vendorName: text(200),
    /** The day after which the vendor's access should be gone. */
    vendorEndsOn: z.iso.date().nullable().optional(),
  })
  .refine((given) => Object.values(given).filter((value) => value !== undefined).length > 1, {
    message: "Say what to change",
  });
type Change = Omit<z.output<typeof input>, "target">;

const columns = {
  backupOwnerId: { name: "backup_owner_id", type: "uuid", label: "Backup owner" },
  teamId: { name: "team_id", type: "uuid", label: "Team" },
  purpose: { name: "purpose", type: "text", label: "Business purpose" },
  vendorName: { name: "vendor_name", type: "text", label: "Vendor" },
  vendorEndsOn: { name: "vendor_ends_on", type: "date", label: "Vendor's end date" },
} as const;
type Field = keyof typeof columns;

/** `Backup owner set to Ada; team removed`, after checking that whoever is named is there. */
async function wordsOf(tx: Tx, change: Change): Promise<string> {
  const named: Partial<Record<Field, string>> = {};
  if (change.backupOwnerId)
    named.backupOwnerId = (await activePerson(tx, change.backupOwnerId)).name;
  if (change.teamId) {
    const team = await tx.team.findUnique({ where: { id: change.teamId } });
    if (!team) throw new DomainError("not_found", "There is no such team. Nothing was changed.");
    named.teamId = team.name;
  }
  const parts = Object.entries(columns).flatMap(([field, { label }]) => {
    const value = change[field as Field];
    if (value === undefined) return [];
    return [
      value === null ? `${label} removed` : `${label} set to ${named[field as Field] ?? value}`,
    ];
  });
  return parts.join("; ");
}

/** Writes the given columns of the rows whose backup would not be their own owner. */
function statement(
  where: string,
  change: Change,
  p: Parameters,
  summary: string,
  now: Date,
): string {
  const given = Object.entries(columns).flatMap(([field, { name, type }]) => {
    const value = change[field as Field];
    return value === undefined ? [] : [{ name, value: `${p.add(value)}::${type}` }];
  });
  const at = `${p.add(now)}::timestamptz`;
  const names = given.map(({ name }) => name).join(", ");
  const values = given.map(({ value }) => value).join(", ");
  const backup = given.find(({ name }) => name === "backup_owner_id")?.value;
  const fits = backup ? `t.owner_id IS DISTINCT FROM ${backup}` : "true";
  return `WITH target AS MATERIALIZED (
      SELECT id, owner_id FROM identity LEFT JOIN identity_ownership o ON o.identity_id = id
      WHERE ${where} AND (${given.map(({ name, value }) => `o.${name} IS DISTINCT FROM ${value}`).join(" OR ")})
      LIMIT ${bulkLimit + 1}
    ), written AS (
      INSERT INTO identity_ownership (identity_id, ${names}, changed_at)
      SELECT t.id, ${values}, ${at} FROM target t WHERE ${fits}
      ON CONFLICT (identity_id) DO UPDATE SET
        ${given.map(({ name }) => `${name} = excluded.${name}`).join(", ")}, changed_at = excluded.changed_at
      RETURNING identity_id AS id
    ), noted AS (
      INSERT INTO identity_event (id, identity_id, at, kind, summary)
      SELECT gen_random_uuid(), id, ${at}, 'owner_changed', ${p.add(summary)}::text FROM written
    ), queued AS (
      INSERT INTO identity_scoring (identity_id, rescore_at) SELECT id, clock_timestamp() FROM written
      ON CONFLICT (identity_id) DO UPDATE SET rescore_at = excluded.rescore_at, queued_by = NULL
    ) SELECT (SELECT count(*)::int FROM written) AS count,
      (SELECT count(*)::int FROM target t WHERE NOT (${fits})) AS owned`;
}

/**
 * Sets who answers for identities beside their owner, and what for. What is left out stays; null
 * takes it away. An identity's owner is never its backup too: such rows are left and counted.
 */
export const changeOwnership = defineCommand({
  name: "identity.change-ownership",
  event: "identity.ownership-changed",
  permission: "identity:assign-owner",
  input,
  run: async ({ tx, ctx, input: { target, ...change } }) => {
    const summary = await wordsOf(tx, change);
    const p = new Parameters();
    const where = await targetSql(ctx, target, p);
    const text = statement(where, change, p, summary, ctx.now);
    const [row] = await tx.$queryRawUnsafe<{ count: number; owned: number }[]>(text, ...p.values);
    const { count = 0, owned = 0 } = row ?? {};
    checkCount(target, count + owned);
    if (count === 0 && owned > 0) {
      throw new DomainError(
        "conflict",
        "The owner cannot be their own backup. Choose somebody else; nothing was changed.",
        { fields: { backupOwnerId: "is the owner" } },
      );
    }
    if (count > 0) await scoreOwnersSoon(tx);
    return {
      result: { count, skipped: owned },
      audit: targetNote(target, { count, skipped: owned, ...change }),
    };
  },
});
