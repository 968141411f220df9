// A thousand approved cases disabled at a stand-in that takes 20 ms for each call, beside the same
// calls made plainly with as many at once as the provider takes.
import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "@/lib/infra/db";
import { startActingProvider } from "@/lib/testing/acting-provider";
import { insertActingKey, insertActingSource } from "@/lib/testing/acting-source";
import { personContext } from "@/lib/testing/context";
import { newId } from "@/lib/use-cases/ingest/new-id";
import { advanceOffboarding } from "@/lib/use-cases/offboarding/advance-offboarding";
import { approveOffboarding } from "@/lib/use-cases/offboarding/decide";
import { requestOffboarding } from "@/lib/use-cases/offboarding/request-offboarding";
import { millisecondsOf, startBenchDatabase } from "./bench-database";
import { report } from "./figures";

const cases = Number(process.env.MUSTER_BENCH_CASES ?? 1_000);
const answerMs = 20;
/** As the stand-in's manifest says. */
const atOnce = 4;
const reason = "Nobody needs it any more";
const asker = personContext("analyst", { personId: newId() });

const database = await startBenchDatabase();
const provider = await startActingProvider();
let isMet = false;
try {
  const sourceId = await insertActingSource(provider);
  for (let n = 0; n < cases; n += 1) {
    const identityId = await insertActingKey(provider, sourceId, `key-${n}`);
    await requestOffboarding({ ...asker, now: new Date() }, { identityId, reason });
  }
  await advanceOffboarding(() => new Date());
  const waiting = await sql<{ id: string }>("SELECT id FROM offboarding_case");
  for (const { id: caseId } of waiting) {
    const approver = personContext("admin", { personId: newId(), now: new Date() });
    await approveOffboarding(approver, { caseId });
  }

  let under = 0;
  let most = 0;
  provider.at = async (moment) => {
    if (moment !== "before" && moment !== "reading") return "go on";
    under += 1;
    most = Math.max(most, under);
    await sleep(answerMs);
    under -= 1;
    return "go on";
  };
  const seconds = (await millisecondsOf(() => advanceOffboarding(() => new Date()))) / 1_000;
  const states = await sql<{ state: string; count: number }>(
    "SELECT state, count(*)::int AS count FROM offboarding_case GROUP BY 1",
  );
  if (states.length !== 1 || states[0]?.state !== "watching" || provider.effective.size !== cases)
    throw new Error(`Not all were disabled once: ${JSON.stringify(states)}`);

  const ids = Array.from({ length: cases }, (_none, n) => `plain-${n}`);
  for (const id of ids) provider.states.set(id, "active");
  const queue = ids.values();
  const plainly = async (): Promise<void> => {
    for (const id of queue) {
      await (await fetch(`${provider.url}/keys/${id}/disable`, { method: "POST" })).text();
      await (await fetch(`${provider.url}/keys/${id}`)).text();
    }
  };
  const plain = await millisecondsOf(() => Promise.all(Array.from({ length: atOnce }, plainly)));
  isMet = report("offboarding", [
    {
      name: `disable ${cases.toLocaleString("en")} approved cases, each read back`,
      value: seconds,
      unit: "s",
      limit: plain / 1_000,
      atMost: 60,
    },
    { name: "calls under way at once, at most", value: most, unit: "calls", atMost: atOnce },
  ]);
} finally {
  await provider.close();
  await database.end();
}
process.exit(isMet ? 0 : 1);
