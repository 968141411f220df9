import { z } from "zod";
import { DomainError } from "@/lib/domain/errors";
import { environments, identityClasses } from "@/lib/domain/identity/identity";
import type { Tx } from "@/lib/infra/db";
import { enqueue } from "@/lib/infra/queue";
import type { Context } from "../context";
import { defineCommand } from "../define-command";
import { Parameters } from "./parameters";
import { rollupDifference } from "./rollup";

const classification = z.strictObject({
  id: z.uuid(),
  /** Null: what the source's own data say. */
  identityClass: z.enum(identityClasses).nullable(),
  environment: z.enum(environments).nullable(),
  /** Why, for those who read it later. */
  reason: z
    .string()
    .trim()
    .min(3)
    .max(500)
    .refine((value) => !/\p{Cc}/u.test(value), "must not hold control characters"),
});
type Classification = z.infer<typeof classification>;

interface Listed {
  name: string;
  identity_class: string;
  environment: string;
}

/** Locks the identity and reads what its source says, without what people decided before. */
async function listedOf(tx: Tx, id: string): Promise<Listed> {
  const [row] = await tx.$queryRaw<Listed[]>`
    SELECT i.name, coalesce(o.listed_class, i.identity_class) AS identity_class,
      coalesce(o.listed_environment, i.environment) AS environment
    FROM identity i LEFT JOIN identity_override o ON o.identity_id = i.id
    WHERE i.id = ${id}::uuid FOR UPDATE OF i`;
  if (row) return row;
  throw new DomainError("not_found", "There is no such identity. Nothing was changed.");
}

/** Books the change over in the rollup, writes the row and a timeline line, asks for a new score. */
async function writeRow(
  tx: Tx,
  input: Classification,
  to: { identityClass: string; environment: string },
  summary: string,
  now: Date,
): Promise<void> {
  const p = new Parameters();
  const id = `${p.add(input.id)}::uuid`;
  const identityClass = `${p.add(to.identityClass)}::text`;
  const environment = `${p.add(to.environment)}::text`;
  const at = `${p.add(now)}::timestamptz`;
  const text = `WITH target AS MATERIALIZED (SELECT * FROM identity WHERE id = ${id}),
    booked AS (${rollupDifference("target", at, { identityClass, environment })}),
    noted AS (
      INSERT INTO identity_event (id, identity_id, at, kind, summary, change)
      SELECT gen_random_uuid(), id, ${at}, 'classified', ${p.add(summary)}::text, jsonb_build_object(
        'identity_class', jsonb_build_object('from', identity_class, 'to', ${identityClass}),
        'environment', jsonb_build_object('from', environment, 'to', ${environment})) FROM target
    ), queued AS (
      INSERT INTO identity_scoring (identity_id, rescore_at) SELECT id, clock_timestamp() FROM target
      ON CONFLICT (identity_id) DO UPDATE SET rescore_at = excluded.rescore_at, queued_by = NULL
    ) UPDATE identity SET identity_class = ${identityClass}, environment = ${environment}
      WHERE id = ${id}`;
  await tx.$executeRawUnsafe(text, ...p.values);
}

async function remember(tx: Tx, ctx: Context, input: Classification, listed: Listed) {
  const { id, identityClass, environment, reason } = input;
  if (identityClass === null && environment === null) {
    await tx.identityOverride.deleteMany({ where: { identityId: id } });
    return;
  }
  const personName = ctx.actor.type === "anonymous" ? "" : ctx.actor.name;
  const data = { identityClass, environment, reason, personName, at: ctx.now };
  const { identity_class: listedClass, environment: listedEnvironment } = listed;
  await tx.identityOverride.upsert({
    where: { identityId: id },
    create: { identityId: id, listedClass, listedEnvironment, ...data },
    update: data,
  });
}

/**
 * Sets an identity's class and environment by a person's word, over what its source's data suggest.
 * It stays over syncs until somebody gives it back.
 */
export const classifyIdentity = defineCommand({
  name: "identity.classify",
  event: "identity.classified",
  permission: "identity:classify",
  input: classification,
  run: async ({ tx, ctx, input }) => {
    const listed = await listedOf(tx, input.id);
    const to = {
      identityClass: input.identityClass ?? listed.identity_class,
      environment: input.environment ?? listed.environment,
    };
    const who = ctx.actor.type === "anonymous" ? "somebody" : ctx.actor.name;
    const back = input.identityClass === null && input.environment === null;
    const summary = back
      ? `Classification given back to the source by ${who}: ${input.reason}`
      : `Classified by ${who}: ${input.reason}`;
    await writeRow(tx, input, to, summary, ctx.now);
    await remember(tx, ctx, input, listed);
    await enqueue(tx, "score-identities", { reason: "classified" }, { singletonKey: "class" });
    return {
      result: { id: input.id, ...to },
      audit: {
        targetType: "identity",
        targetId: input.id,
        detail: {
          identityClass: input.identityClass,
          environment: input.environment,
          reason: input.reason,
        },
      },
    };
  },
});
