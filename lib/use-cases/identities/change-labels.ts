import { z } from "zod";
import { defineCommand } from "../define-command";
import { Parameters } from "./parameters";
import { bulkLimit, bulkTarget, checkCount, targetSql } from "./target";

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
      SELECT id, labels AS before, ${after} AS after FROM identity WHERE ${where} LIMIT ${bulkLimit + 1} FOR UPDATE
    ), changed AS (
      UPDATE identity i SET labels = t.after[1:${labelLimit}] FROM target t
      WHERE i.id = t.id AND t.after IS DISTINCT FROM t.before RETURNING i.id, t.before, t.after
    ), noted AS (
      INSERT INTO identity_event (id, identity_id, at, kind, summary, change)
      SELECT gen_random_uuid(), id, ${at}, 'labels_changed', ${summary}::text,
        jsonb_build_object('from', to_jsonb(before), 'to', to_jsonb(after)) FROM changed
    ) SELECT count(*)::int AS count FROM changed`;
}

/** Adds and removes Muster's own labels on identities; a sync never touches them. */
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
    const [row] = await tx.$queryRawUnsafe<{ count: number }[]>(text, ...p.values);
    const count = row?.count ?? 0;
    checkCount(input.target, count);
    const ids = "ids" in input.target ? input.target.ids : [];
    return {
      result: { count },
      audit: {
        targetType: "identity",
        ...(ids.length === 1 ? { targetId: ids[0] } : {}),
        detail: {
          count,
          add: input.add,
          remove: input.remove,
          ...("matching" in input.target
            ? { matching: input.target.matching }
            : { ids: ids.slice(0, 100) }),
        },
      },
    };
  },
});
