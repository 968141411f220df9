// Evidence packs of 50,000 items: a review of as many credentials, and as many entries of the audit
// log. How long the worker takes, what it holds in memory at most, and how long the verifier takes,
// beside the plain reading of the same rows. Each pack is made in a process of its own.
import { createHash } from "node:crypto";
import { db, sql } from "@/lib/infra/db";
import { insertAuditChain } from "@/lib/testing/audit-rows";
import { personContext } from "@/lib/testing/context";
import { seedIdentities } from "@/lib/testing/identities";
import { seedCredentials } from "@/lib/testing/reviews";
import { nodeWorld, packOfBytes } from "@/scripts/muster-verify/node-world.mjs";
import { verifyPack } from "@/scripts/muster-verify/pack.mjs";
import { entryLine, sealedRowsBetween } from "@/lib/use-cases/audit-log/sealed-rows";
import { downloadPack } from "@/lib/use-cases/evidence/download-pack";
import { listPacks } from "@/lib/use-cases/evidence/list-packs";
import { requestPack } from "@/lib/use-cases/evidence/request-pack";
import { advanceReviews } from "@/lib/use-cases/reviews/advance-reviews";
import { createCampaign } from "@/lib/use-cases/reviews/create-campaign";
import { closeCampaign } from "@/lib/use-cases/reviews/end-campaign";
import { campaignRows } from "@/lib/use-cases/reviews/export-campaign";
import { millisecondsOf, startBenchDatabase } from "./bench-database";
import { type Figure, report } from "./figures";
import { inOwnProcess } from "./own-process";

const items = Number(process.env.MUSTER_BENCH_EVIDENCE_ITEMS ?? 50_000);
const now = new Date();
const auditor = personContext("auditor");
const analyst = personContext("analyst", { now });
const secondsOf = async (work: () => Promise<unknown>): Promise<number> =>
  (await millisecondsOf(work)) / 1_000;

interface Made {
  state: string;
  seconds: number;
  megabytes: number;
}

async function figuresOf(what: string, packId: string, plain: number): Promise<Figure[]> {
  const made = await inOwnProcess<Made>("make-pack-once.ts", packId);
  if (made.state !== "done") throw new Error(`The pack of ${what} ended as ${made.state}.`);
  const parts: Uint8Array[] = [];
  for await (const part of (await downloadPack(auditor, { packId })).chunks) parts.push(part);
  const pack = packOfBytes(Buffer.concat(parts));
  const checking = await secondsOf(async () => {
    const { ok, checks } = await verifyPack(pack, {}, nodeWorld);
    if (!ok) throw new Error(JSON.stringify(checks.filter((check) => !check.ok)));
  });
  const memory = { name: `memory while making ${what}`, value: made.megabytes, unit: "MB" };
  return [
    { name: `make ${what}`, value: made.seconds, unit: "s", limit: plain, atMost: 30 },
    { ...memory, atMost: 300 },
    { name: `verify ${what}`, value: checking, unit: "s", limit: plain, atMost: 30 },
  ];
}

/** Days of the log, before anything else is written to it. */
async function auditFigures(): Promise<Figure[]> {
  await insertAuditChain(items);
  const hash = createHash("sha256");
  const plain = await secondsOf(async () => {
    for await (const batch of sealedRowsBetween(1n, BigInt(items)))
      for (const row of batch) hash.update(entryLine(row));
  });
  const day = (n: number): string =>
    new Date(1_760_000_000_000 + n * 1_000).toISOString().slice(0, 10);
  const range = { subject: "audit_range", from: day(0), to: day(items + 1) } as const;
  const { packId } = await requestPack(auditor, range);
  return figuresOf(`a pack of ${items.toLocaleString("en")} entries`, packId, plain);
}

/** A review in which everything was decided, so that items, answers and evidence are all there. */
async function closedReview(): Promise<string> {
  const { personIds } = await seedIdentities(Math.ceil(items * 0.95), { now, batch: 10_000 });
  const [owner = ""] = personIds;
  await sql("UPDATE identity SET owner_id = $1, owner_state = 'confirmed'", [owner]);
  await seedCredentials(now);
  const dueAt = new Date(now.getTime() + 86_400_000).toISOString();
  const { campaignId } = await createCampaign(analyst, {
    name: "Bench",
    q: "",
    twoPeople: "never",
    dueAt,
  });
  await advanceReviews(now);
  await sql(
    `UPDATE review_item SET state = 'decided', decision = 'keep', reason = 'Provisioned by one script and all in use',
       decided_by_id = $1, decided_by = 'Bench', decided_at = now() WHERE campaign_id = $2::uuid`,
    [owner, campaignId],
  );
  await sql(
    `INSERT INTO review_decision (id, item_id, decision, reason, person_id, person_name, at)
     SELECT gen_random_uuid(), id, decision, reason, decided_by_id, decided_by, decided_at
     FROM review_item WHERE campaign_id = $1::uuid`,
    [campaignId],
  );
  await closeCampaign(analyst, { campaignId });
  return campaignId;
}

async function reviewFigures(): Promise<Figure[]> {
  const subjectId = await closedReview();
  const hash = createHash("sha256");
  const plain = await secondsOf(async () => {
    for await (const batch of campaignRows(subjectId, true)) hash.update(JSON.stringify(batch));
  });
  const { items: written } = await db().reviewCampaign.findUniqueOrThrow({
    where: { id: subjectId },
  });
  const [pack] = (await listPacks(auditor, { subject: "campaign", subjectId })).items;
  const what = `a pack of a review of ${written.toLocaleString("en")} items`;
  return figuresOf(what, pack?.id ?? "", plain);
}

const database = await startBenchDatabase();
let isMet = false;
try {
  const figures = await auditFigures();
  isMet = report("evidence", [...figures, ...(await reviewFigures())]);
} finally {
  await database.end();
}
process.exit(isMet ? 0 : 1);
