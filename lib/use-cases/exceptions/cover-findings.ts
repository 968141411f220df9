import { exceptingStates } from "@/lib/domain/lifecycle/exception";
import { findingLifecycle } from "@/lib/domain/lifecycle/finding";
import { edge } from "@/lib/domain/lifecycle/lifecycle";
import type { Tx } from "@/lib/infra/db";
import { enqueue } from "@/lib/infra/queue";

const words = (list: readonly string[]): string => `'${list.join("','")}'`;
const except = edge(findingLifecycle, "except");
const end = edge(findingLifecycle, "end_exception");

/** Open findings of these identities that an exception in force covers become excepted. */
export const coverFindingsSql = `
  UPDATE finding f SET state = '${except.to}', exception_id = e.id FROM policy_exception e
  WHERE f.identity_id = ANY($1::uuid[]) AND f.state IN (${words(except.from)})
    AND e.identity_id = f.identity_id AND e.rule_id = f.rule_id AND e.state IN (${words(exceptingStates)})
    AND (e.finding_key IS NULL OR e.finding_key = f.finding_key)
  RETURNING f.identity_id`;

/** A finding that another exception covers as well stays excepted, under that one. */
const passOnSql = `
  UPDATE finding f SET exception_id = e.id FROM policy_exception e
  WHERE f.exception_id = $1::uuid AND e.id <> $1::uuid AND f.state = '${except.to}'
    AND e.identity_id = f.identity_id AND e.rule_id = f.rule_id AND e.state IN (${words(exceptingStates)})
    AND (e.finding_key IS NULL OR e.finding_key = f.finding_key)`;
const openAgainSql = `
  UPDATE finding SET state = '${end.to}', exception_id = NULL, reopen_count = reopen_count + 1
  WHERE exception_id = $1::uuid AND state IN (${words(end.from)})`;

/**
 * After an exception began or ended: its findings, and the identity's count of open ones. Scoring
 * looks at the identity again, so that a look under way with older findings is thrown away.
 */
export async function applyException(
  tx: Tx,
  found: { id: string; identityId: string | null },
): Promise<{ excepted: number; reopened: number }> {
  const { id, identityId } = found;
  if (identityId === null) return { excepted: 0, reopened: 0 };
  await tx.$executeRaw`UPDATE identity_scoring SET rescore_at = clock_timestamp(), verdicts = NULL
    WHERE identity_id = ${identityId}::uuid`;
  const excepted = await tx.$executeRawUnsafe(coverFindingsSql, [identityId]);
  const { state } = await tx.policyException.findUniqueOrThrow({ where: { id } });
  let reopened = 0;
  if (!(exceptingStates as readonly string[]).includes(state)) {
    await tx.$executeRawUnsafe(passOnSql, id);
    reopened = await tx.$executeRawUnsafe(openAgainSql, id);
  }
  await tx.$executeRaw`UPDATE identity SET open_findings = (
      SELECT count(*)::int FROM finding WHERE identity_id = ${identityId}::uuid AND state = 'open')
    WHERE id = ${identityId}::uuid AND missing_since IS NULL`;
  await enqueue(tx, "score-identities", { reason: "an exception" }, { singletonKey: "due" });
  return { excepted, reopened };
}
