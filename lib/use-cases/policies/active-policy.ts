import { builtInPolicy } from "@/lib/domain/policy/built-in-policy";
import { type PolicyDocument, policyDocument } from "@/lib/domain/policy/policy";
import { db, type Tx } from "@/lib/infra/db";

export interface ActivePolicy {
  number: number;
  document: PolicyDocument;
}

/** The policy in force: the highest version, or the built-in one before anybody wrote another. */
export async function activePolicy(store: Pick<Tx, "policyVersion"> = db()): Promise<ActivePolicy> {
  const row = await store.policyVersion.findFirst({ orderBy: { number: "desc" } });
  if (!row) return { number: 1, document: builtInPolicy };
  return { number: row.number, document: policyDocument.parse(row.document) };
}
