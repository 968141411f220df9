import { z } from "zod";
import { DomainError } from "@/lib/domain/errors";
import { defineCommand } from "../define-command";
import { Parameters } from "./parameters";
import { bulkLimit, bulkTarget, checkCount, targetNote, targetSql } from "./target";

const label = z
  .string()
  .trim()
  .min(1)
  .max(50)
  .refine((value) => !/\p{Cc}/u.test(value), "must not hold control characters");

const labels = z.array(label).max(20).default([]);

/** Most labels that one identity carries. */
const labelLimit = 50;

function statement(
  where: string,
  p: Parameters,
  add: string[],
  remove: string[],
  now: Date,
): string {
  const added = `${p.add(add)}::text[]`;
  const removed = `${p.add(remove)}::text[]`;
  const at = `${p.add(now)}::timestamptz`;
  const summary = p.add(
    [
      add.length > 0 ? `Labels added: ${add.join(", ")}` : "",
      remove.length > 0 ? `Labels removed: ${remove.join(", ")}` : "",
    ]
      .filter(Boolean)
      .join("; "),
  );
  const after = `(SELECT coalesce(array_agg(DISTINCT one ORDER BY one), '{}')
    FROM unnest(labels || ${added}) one WHERE one <> ALL(${removed}))`;
  return `WITH target AS MATERIALIZED (
      SELECT *, cardinality(after) <= greatest(${labelLimit}, cardinality(before)) AS fits
      FROM (SELECT id, labels AS before, ${after} AS after FROM identity
        WHERE ${where} AND labels IS DISTINCT FROM ${after} LIMIT ${bulkLimit + 1} FOR UPDATE) found
    ), changed AS (
      UPDATE identity i SET labels = t.after FROM target t
      WHERE i.id = t.id AND t.fits
      RETURNING i.id, t.before, t.after
    ), noted AS (
      INSERT INTO identity_event (id, identity_id, at, kind, summary, change)
      SELECT gen_random_uuid(), id, ${at}, 'labels_changed', ${summary}::text,
        jsonb_build_object('from', to_jsonb(before), 'to', to_jsonb(after)) FROM changed
    ) SELECT (SELECT count(*)::int FROM changed) AS count, count(*)::int AS skipped,
        min(cardinality(before)) AS least, max(cardinality(before)) AS most
      FROM target WHERE NOT fits`;
}

interface Changed {
  count: number;
  /** Left as they were: they would carry too many. */
  skipped: number;
  /** How many labels those carry, at least and at most. */
  least: number | null;
  most: number | null;
}

/** Stops a command that would change nothing but only because of the limit. */
function checkRoom({ count, skipped, least, most }: Changed, add: readonly string[]): void {
  if (count > 0 || skipped === 0) return;
  const kept = least === most ? `all ${most} labels` : `all labels (${least} to ${most})`;
  const where = skipped === 1 ? "" : ` on any of ${skipped.toLocaleString("en")} identities`;
  throw new DomainError(
    "conflict",
    `An identity carries at most ${labelLimit} labels. ${add.join(", ")} ${add.length === 1 ? "was" : "were"} not added${where}; ${kept} were kept. Remove some first.`,
    { fields: { add: "would be too many" } },
  );
}

/**
 * Adds and removes Muster's own labels on identities; a sync never touches them. Those that would
 * carry too many are left and counted; where there are no others it is refused.
 */
export const changeLabels = defineCommand({
  name: "identity.change-labels",
  event: "identity.labels-changed",
  permission: "identity:label",
  input: z
    .strictObject({ target: bulkTarget, add: labels, remove: labels })
    .refine((input) => input.add.length + input.remove.length > 0, "names no label"),
  run: async ({ tx, ctx, input }) => {
    const p = new Parameters();
    const where = await targetSql(ctx, input.target, p);
    const text = statement(where, p, input.add, input.remove, ctx.now);
    const [row] = await tx.$queryRawUnsafe<Changed[]>(text, ...p.values);
    const changed = row ?? { count: 0, skipped: 0, least: null, most: null };
    const { count, skipped } = changed;
    checkCount(input.target, count + skipped);
    checkRoom(changed, input.add);
    return {
      result: { count, skipped },
      audit: targetNote(input.target, { count, skipped, add: input.add, remove: input.remove }),
    };
  },
});
