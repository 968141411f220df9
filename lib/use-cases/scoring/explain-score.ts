import type { FactorResult } from "@/lib/domain/risk/risk";
import { scoreIdentity } from "@/lib/domain/risk/score";
import { pool } from "@/lib/infra/db";
import { settleOwner } from "./evaluate";
import { loadOne } from "./load-subjects";

/** Why an identity has its score: computed from its facts as they are now, never stored. */
export async function explainScore(identityId: string, now: Date): Promise<FactorResult[]> {
  const client = await pool().connect();
  try {
    const due = await loadOne(client, identityId);
    if (!due) return [];
    settleOwner(due);
    return scoreIdentity(due.subject, now).breakdown;
  } finally {
    client.release();
  }
}
