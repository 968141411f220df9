import { z } from "zod";
import { checkpointSchema } from "@/lib/domain/evidence-pack/checkpoint";
import { type ChainVerification, verifyAuditChain } from "../audit-log/verify-audit-chain";
import { defineQuery } from "../define-query";
import { contradictionOf } from "./contradiction";
import { whyNotOurs } from "./plain-chain";

export interface CheckpointVerification {
  intact: boolean;
  chain: ChainVerification;
  checkpoints: number;
  /** Lines of the file that prove nothing or that the log contradicts, first 20. */
  problems: { line: number; sentence: string }[];
  sentence: string;
}

function parse(line: string) {
  try {
    return checkpointSchema.safeParse(JSON.parse(line)).data ?? null;
  } catch {
    return null;
  }
}

async function problemOf(line: string): Promise<string | null> {
  const checkpoint = parse(line);
  if (!checkpoint) return "This is not a checkpoint.";
  const why = await whyNotOurs(checkpoint);
  return why ? `It proves nothing: ${why}.` : contradictionOf(checkpoint);
}

/**
 * Verifies the audit log and compares it with checkpoints that were kept elsewhere: finds entries
 * cut off the end and a database that was set back to an older backup.
 */
export const verifyAgainstCheckpoints = defineQuery({
  permission: "audit:verify",
  input: z.strictObject({ text: z.string().max(100_000_000) }),
  run: async ({ ctx, input }): Promise<CheckpointVerification> => {
    const chain = await verifyAuditChain(ctx, {});
    const lines = input.text.split("\n").filter((line) => line.trim() !== "");
    const problems: CheckpointVerification["problems"] = [];
    for (const [n, line] of lines.entries()) {
      const sentence = await problemOf(line);
      if (sentence) problems.push({ line: n + 1, sentence });
      if (problems.length === 20) break;
    }
    const count = lines.length;
    const intact = chain.intact && problems.length === 0 && count > 0;
    const [first] = problems;
    const verdict = first
      ? `Line ${first.line} of the checkpoints: ${first.sentence}`
      : `All ${count.toLocaleString("en-GB")} checkpoints fit.`;
    const said = count === 0 ? "The file holds no checkpoint." : verdict;
    return { intact, chain, checkpoints: count, problems, sentence: `${chain.sentence} ${said}` };
  },
});
