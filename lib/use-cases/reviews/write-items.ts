import { digestSql, evidenceJoins, evidenceParts, evidenceSql, twoPeopleSql } from "./evidence-sql";
import { lineSql, peopleJoin, reviewedCredential, type ScopeInput } from "./scope-sql";

/** Whom and how a campaign asks, as its row says. */
export interface Asking {
  id: string;
  reviewer: ScopeInput["reviewer"];
  person_id: string | null;
  two_people: ScopeInput["twoPeople"];
}

/** Runs a statement in the caller's transaction and says how many rows it touched. */
export type Execute = (text: string, values?: readonly unknown[]) => Promise<number>;

/** An identity to be asked about; in a rolling campaign with the event that asks for it. */
interface Asked {
  identity_id: string;
  cause?: string;
  because?: string;
}

/**
 * Compiling hundreds of expressions for a few thousand rows costs more than it saves, and a table
 * without statistics yet must not be read whole for each batch.
 */
const settings = `SELECT set_config(name, 'off', true)
  FROM unnest(ARRAY['jit', 'enable_seqscan', 'enable_mergejoin']) AS s(name)`;

/** OFFSET 0 keeps the planner from turning the look-up by id round: it cannot know how few are taken. */
const insertSql = ({ reviewer, two_people: twoPeople }: Asking): string => `
  WITH ${evidenceParts}
  INSERT INTO review_item (id, campaign_id, identity_id, credential_id, subject, name, identity_name,
    source_name, risk, evidence, digest, owner_id, owner_name, team_name, two_people, line, reviewer_id,
    assigned_at, due_at, cause, because)
  SELECT gen_random_uuid(), $1::uuid, i.id, c.id, CASE WHEN c.id IS NULL THEN 'identity' ELSE 'credential' END,
    coalesce(c.name, i.name), i.name, s.name, i.risk_score, ${evidenceSql}, ${digestSql},
    w.id, coalesce(w.name, i.owner_hint), g.name, ${twoPeopleSql(twoPeople)}, asked.line, asked.line[1], $3, $4,
    coalesce(t.cause, ''), t.because
  FROM unnest($2::uuid[], $6::text[], $7::text[]) AS t(identity_id, cause, because)
  CROSS JOIN LATERAL (SELECT * FROM identity WHERE id = t.identity_id OFFSET 0) i
  JOIN source s ON s.id = i.source_id
  ${peopleJoin}
  LEFT JOIN credential c ON ${reviewedCredential}
  CROSS JOIN LATERAL (SELECT ${lineSql(reviewer, "$5")} AS line OFFSET 0) asked
  ${evidenceJoins}
  ON CONFLICT DO NOTHING`;

/** Writes an item for each credential of these identities; says how many were not there yet. */
export async function writeItems(
  execute: Execute,
  asking: Asking,
  asked: readonly Asked[],
  { now, dueAt }: { now: Date; dueAt: Date },
): Promise<number> {
  await execute(settings);
  const written = await execute(insertSql(asking), [
    asking.id,
    asked.map((one) => one.identity_id),
    now,
    dueAt,
    asking.person_id,
    asked.map((one) => one.cause ?? null),
    asked.map((one) => one.because ?? null),
  ]);
  await execute("UPDATE review_campaign SET items = items + $2 WHERE id = $1::uuid", [
    asking.id,
    written,
  ]);
  return written;
}
