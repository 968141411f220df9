// Reviews: how fast a campaign of 50,000 items opens, how fast its page answers, and one decision on
// 10,000 items, beside plain inserts of as many rows in the same run.
import { db, sql } from "@/lib/infra/db";
import { personContext } from "@/lib/testing/context";
import { seedIdentities } from "@/lib/testing/identities";
import { seedCredentials } from "@/lib/testing/reviews";
import { advanceReviews } from "@/lib/use-cases/reviews/advance-reviews";
import { createCampaign } from "@/lib/use-cases/reviews/create-campaign";
import { decideItems } from "@/lib/use-cases/reviews/decide";
import { getCampaign } from "@/lib/use-cases/reviews/get-campaign";
import { listItems } from "@/lib/use-cases/reviews/list-items";
import { millisecondsOf, startBenchDatabase } from "./bench-database";
import { type Figure, percentile, report } from "./figures";

const items = Number(process.env.MUSTER_BENCH_REVIEW_ITEMS ?? 50_000);
const decided = Math.min(10_000, Math.floor(items / 5));
const now = new Date();
const owner = "00000000-0000-7000-8000-00000000000a";

/** Rows as wide as an item, inserted alone and without what hangs on them: the limit of both figures. */
async function plainInsert(rows: number): Promise<number> {
  return millisecondsOf(() =>
    sql(
      `WITH one AS (SELECT * FROM review_item LIMIT 1), many AS (SELECT one.* FROM one, generate_series(1, $1))
       INSERT INTO review_decision (id, item_id, decision, reason, person_name, at)
       SELECT gen_random_uuid(), many.id, 'keep', many.evidence::text, 'bench', now() FROM many`,
      [rows],
    ),
  );
}

async function open(): Promise<{ campaignId: string; ms: number }> {
  const analyst = personContext("analyst", { now });
  let campaignId = "";
  const ms = await millisecondsOf(async () => {
    const dueAt = new Date(now.getTime() + 86_400_000).toISOString();
    ({ campaignId } = await createCampaign(analyst, {
      name: "Bench",
      q: "",
      twoPeople: "never",
      dueAt,
    }));
    await advanceReviews(now);
  });
  return { campaignId, ms };
}

async function pageSamples(campaignId: string): Promise<number[]> {
  const analyst = personContext("analyst", { now });
  const samples: number[] = [];
  for (let n = 0; n < 60; n += 1) {
    samples.push(
      await millisecondsOf(() =>
        Promise.all([getCampaign(analyst, { campaignId }), listItems(analyst, { campaignId })]),
      ),
    );
  }
  return samples.slice(10);
}

const database = await startBenchDatabase();
let isMet = false;
try {
  await seedIdentities(Math.ceil(items * 0.95), { now, batch: 10_000 });
  await sql(
    "INSERT INTO person (id, email, name, role, updated_at) VALUES ($1, 'bench@example.com', 'Bench', 'owner', now())",
    [owner],
  );
  await sql("UPDATE identity SET owner_id = $1, owner_state = 'confirmed'", [owner]);
  await seedCredentials(now);
  await database.asOwner("VACUUM ANALYZE");
  const { campaignId, ms: openMs } = await open();
  const { items: written } = await db().reviewCampaign.findUniqueOrThrow({
    where: { id: campaignId },
  });
  const insertMs = await plainInsert(written);
  const page = await pageSamples(campaignId);
  const digest = "0".repeat(64);
  await sql(
    "UPDATE review_item SET digest = $2 WHERE id IN (SELECT id FROM review_item WHERE campaign_id = $1 LIMIT $3)",
    [campaignId, digest, decided],
  );
  const bulkMs = await millisecondsOf(() =>
    decideItems(personContext("owner", { personId: owner, now }), {
      target: { campaignId, digest, expected: decided },
      decision: "keep",
      reason: "Provisioned by one script and all in use",
    }),
  );
  const bulkInsertMs = await plainInsert(decided);
  const figures: Figure[] = [
    {
      name: `a campaign of ${written.toLocaleString("en")} items opened`,
      value: openMs / 1_000,
      unit: "s",
      limit: insertMs / 1_000,
      atMost: (10 * written) / 50_000,
    },
    { name: "its page, p95", value: percentile(page, 95), unit: "ms", atMost: 100 },
    {
      name: `one decision on ${decided.toLocaleString("en")} items`,
      value: bulkMs / 1_000,
      unit: "s",
      limit: bulkInsertMs / 1_000,
      atMost: 10,
    },
  ];
  isMet = report("reviews", figures);
} finally {
  await database.end();
}
process.exit(isMet ? 0 : 1);
