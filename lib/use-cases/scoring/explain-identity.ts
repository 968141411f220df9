import { checksOf, type IdentityChecks, type StandingFindings } from "@/lib/domain/policy/check";
import { evaluateRules } from "@/lib/domain/policy/evaluate";
import { limitsOf } from "@/lib/domain/policy/policy";
import type { FactorResult } from "@/lib/domain/risk/risk";
import { scoreIdentity } from "@/lib/domain/risk/score";
import { pool, sql } from "@/lib/infra/db";
import { activePolicy } from "../policies/active-policy";
import { settleOwner } from "./evaluate";
import { loadOne } from "./load-subjects";

export interface Explanation {
  breakdown: FactorResult[];
  checks: IdentityChecks;
}

export const unexplained: Explanation = {
  breakdown: [],
  checks: { items: [], notApplicable: 0 },
};

/**
 * Why an identity has its score and what every rule says of it: computed from its facts as they are
 * now under the policy in force, never stored. Scoring keeps only a digest of the rules' answers;
 * keeping the answers would be a second truth, and asking again costs less than a millisecond.
 */
export async function explainIdentity(identityId: string, now: Date): Promise<Explanation> {
  const [due, policy, standing] = await Promise.all([
    loadAlone(identityId),
    activePolicy(),
    standingFindings(identityId),
  ]);
  if (!due) return unexplained;
  const { subject } = due;
  subject.limits = limitsOf(policy.document, subject);
  settleOwner(due);
  return {
    breakdown: scoreIdentity(subject, now).breakdown,
    checks: checksOf(evaluateRules(subject, now), subject.id, standing),
  };
}

async function loadAlone(identityId: string) {
  const client = await pool().connect();
  try {
    return await loadOne(client, identityId);
  } finally {
    client.release();
  }
}

async function standingFindings(identityId: string): Promise<StandingFindings> {
  const rows = await sql<{ id: string; finding_key: string; excepted: boolean }>(
    `SELECT id, finding_key, state = 'excepted' AS excepted FROM finding
     WHERE identity_id = $1::uuid AND state <> 'resolved'`,
    [identityId],
  );
  return new Map(rows.map(({ finding_key: key, ...finding }) => [key, finding]));
}
