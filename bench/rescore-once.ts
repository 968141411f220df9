// One complete rescoring in a process of its own, so that its memory is its own. Prints one JSON line.
import { thresholds } from "@/lib/domain/risk/thresholds";
import { closeDb } from "@/lib/infra/db";
import { scoreDue } from "@/lib/use-cases/scoring/score-due";

/** `weights`: as a new policy would, let scope weigh less and the owner more. */
if (process.argv[2] === "weights") {
  for (const { weights } of Object.values(thresholds)) {
    const changed = weights as Record<"scope" | "owner", number>;
    changed.scope -= 4;
    changed.owner += 4;
  }
}
const started = performance.now();
const { scored } = await scoreDue(new Date(process.argv[3] ?? Date.now()), {
  budgetMs: Number.POSITIVE_INFINITY,
});
const seconds = (performance.now() - started) / 1000;
process.stdout.write(
  `${JSON.stringify({ scored, seconds, megabytes: process.resourceUsage().maxRSS / 1024 })}\n`,
);
await closeDb();
