import type { FactorResult } from "@/lib/domain/risk/risk";
import { limitsOf } from "@/lib/domain/policy/policy";
import { scoreIdentity } from "@/lib/domain/risk/score";
import { pool } from "@/lib/infra/db";
import { activePolicy } from "../policies/active-policy";
import { settleOwner } from "./evaluate";
import { loadOne } from "./load-subjects";

/** Why an identity has its score: computed from its facts as they are now, never stored. */
export async function explainScore(identityId: string, now: Date): Promise<FactorResult[]> {
  const client = await pool().connect();
  try {
    const due = await loadOne(client, identityId);
    if (!due) return [];
    settleOwner(due);
    due.subject.limits = limitsOf((await activePolicy()).document, due.subject);
    return scoreIdentity(due.subject, now).breakdown;
  } finally {
    client.release();
  }
}
