// One evidence pack in a process of its own, so that its memory is its own. Prints one JSON line.
import { closeDb } from "@/lib/infra/db";
import { makePack } from "@/lib/use-cases/evidence/make-pack";

const started = performance.now();
const state = await makePack(process.argv[2] ?? "", () => new Date());
const seconds = (performance.now() - started) / 1000;
process.stdout.write(
  `${JSON.stringify({ state, seconds, megabytes: process.resourceUsage().maxRSS / 1024 })}\n`,
);
await closeDb();
