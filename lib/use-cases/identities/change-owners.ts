import { DomainError } from "@/lib/domain/errors";
import type { Tx } from "@/lib/infra/db";
import { enqueue } from "@/lib/infra/queue";
import { holdPeopleStill } from "../people/presence-lock";
import type { Parameters } from "./parameters";
import { rollupDifference } from "./rollup";
import { bulkLimit } from "./target";

const stateSql = "CASE WHEN new_owner IS NULL THEN 'none' ELSE 'confirmed' END";

/** Who each candidate's text stands for: an address, a directory name, or a name that only one has. */
export const candidatePeopleSql = `SELECT DISTINCT ON (key) key, id FROM (
    SELECT lower(email) AS key, id, 1 AS place FROM person WHERE status = 'active'
    UNION ALL SELECT lower(user_name), id, 2 FROM person WHERE status = 'active' AND user_name IS NOT NULL
    UNION ALL SELECT lower(name), (array_agg(id))[1], 3 FROM person WHERE status = 'active'
      GROUP BY lower(name) HAVING count(*) = 1) k ORDER BY key, place`;

/** Somebody who can still sign in, or not_found. Holds people still until the transaction ends. */
export async function activePerson(
  tx: Tx,
  personId: string,
): Promise<{ id: string; name: string; email: string }> {
  await holdPeopleStill(tx);
  const person = await tx.person.findUnique({ where: { id: personId } });
  if (person?.status === "active") return person;
  throw new DomainError(
    "not_found",
    "That person does not exist or can no longer sign in. Nothing was changed.",
  );
}

/**
 * Gives identities their owners: `wanted` selects `id` and `owner` (null for nobody). Books the
 * change over in the rollup, writes a timeline line for each and asks for a new score, all from one
 * set of locked rows. A backup who becomes the owner is no longer the backup.
 */
export async function changeOwners(
  tx: Tx,
  wanted: string,
  p: Parameters,
  now: Date,
): Promise<number> {
  const at = `${p.add(now)}::timestamptz`;
  const text = `WITH wanted AS MATERIALIZED (${wanted}),
    target AS MATERIALIZED (
      SELECT i.*, w.owner AS new_owner FROM identity i JOIN wanted w ON w.id = i.id
      WHERE i.owner_id IS DISTINCT FROM w.owner
        OR i.owner_state <> CASE WHEN w.owner IS NULL THEN 'none' ELSE 'confirmed' END
      LIMIT ${bulkLimit + 1} FOR UPDATE OF i
    ), booked AS (${rollupDifference("target", at, { ownerState: stateSql })}),
    changed AS (
      UPDATE identity i SET owner_id = t.new_owner, owner_state = ${stateSql}, owner_at = ${at}
      FROM target t WHERE i.id = t.id RETURNING i.id, t.owner_id AS before, t.new_owner AS after
    ), promoted AS (
      UPDATE identity_ownership o SET backup_owner_id = NULL, changed_at = ${at}
      FROM changed c WHERE o.identity_id = c.id AND o.backup_owner_id = c.after
    ), noted AS (
      INSERT INTO identity_event (id, identity_id, at, kind, summary, change)
      SELECT gen_random_uuid(), c.id, ${at}, 'owner_changed',
        CASE WHEN c.after IS NULL THEN 'Owner removed' ELSE 'Owner set to ' || w.name END,
        jsonb_build_object('from', c.before, 'to', c.after)
      FROM changed c LEFT JOIN person w ON w.id = c.after
    ), queued AS (
      INSERT INTO identity_scoring (identity_id, rescore_at) SELECT id, clock_timestamp() FROM changed
      ON CONFLICT (identity_id) DO UPDATE SET rescore_at = excluded.rescore_at, queued_by = NULL
    ) SELECT count(*)::int AS count FROM changed`;
  const [row] = await tx.$queryRawUnsafe<{ count: number }[]>(text, ...p.values);
  const count = row?.count ?? 0;
  if (count > 0) await scoreOwnersSoon(tx);
  return count;
}

/** Asks the worker to score what was just marked as due. */
export const scoreOwnersSoon = (tx: Tx): Promise<void> =>
  enqueue(tx, "score-identities", { reason: "owner changed" }, { singletonKey: "owner" });
