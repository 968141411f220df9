import { afterAll, expect, it } from "vitest";
import { db, inTransaction, sql } from "@/lib/infra/db";
import { enqueueOn } from "@/lib/infra/queue";
import { personContext } from "@/lib/testing/context";
import { useDatabase } from "@/lib/testing/database";
import { seedIdentities } from "@/lib/testing/identities";
import { seedCredentials } from "@/lib/testing/reviews";
import { endWorker, killWorkers, startWorkerProcess, until } from "@/lib/testing/worker-processes";
import { createCampaign } from "./create-campaign";
import { decideItems } from "./decide";

useDatabase();
afterAll(killWorkers);

const soon = (): Promise<void> =>
  inTransaction((client) => enqueueOn(client, "advance-reviews", {}));

it("a worker killed while it prepares a campaign, and again while it carries decisions out, loses and doubles nothing", async () => {
  const now = new Date();
  const { personIds } = await seedIdentities(12_000, { now, batch: 3_000 });
  const [owner = ""] = personIds;
  await sql("UPDATE identity SET owner_id = $1, owner_state = 'confirmed'", [owner]);
  await seedCredentials(now);
  const analyst = personContext("analyst", { now });
  const { campaignId } = await createCampaign(analyst, {
    name: "Everything",
    q: "",
    twoPeople: "never",
    dueAt: new Date(now.getTime() + 86_400_000).toISOString(),
  });
  const campaign = () => db().reviewCampaign.findUniqueOrThrow({ where: { id: campaignId } });
  const first = await startWorkerProcess(900);
  await until("some items are written", 60_000, async () => (await campaign()).items > 0);
  await endWorker(first, "SIGKILL");
  expect((await campaign()).state).toBe("preparing");
  const heir = await startWorkerProcess(900);
  await soon();
  await until("the campaign is open", 60_000, async () => (await campaign()).state === "open");
  const [wanted] = await sql<{ n: number }>(
    `SELECT count(*)::int AS n FROM credential c JOIN identity i ON i.id = c.identity_id WHERE i.missing_since IS NULL`,
  );
  const [written] = await sql<{ n: number; once: number }>(
    "SELECT count(*)::int AS n, count(DISTINCT credential_id)::int AS once FROM review_item",
  );
  expect(written).toEqual({ n: wanted?.n, once: wanted?.n });
  expect((await campaign()).items).toBe(wanted?.n);
  const [group] = await sql<{ digest: string; n: number }>(
    "SELECT digest, count(*)::int AS n FROM review_item GROUP BY 1 HAVING count(*) BETWEEN 30 AND 300 ORDER BY 2 DESC LIMIT 1",
  );
  if (!group) throw new Error("no group of equal evidence");
  await decideItems(personContext("owner", { personId: owner, now }), {
    target: { campaignId, digest: group.digest, expected: group.n },
    decision: "remove",
    reason: "Nobody uses these any more",
  });
  const cases = () => db().offboardingCase.count();
  await until("some cases are open", 60_000, async () => (await cases()) > 3);
  await endWorker(heir, "SIGKILL");
  const last = await startWorkerProcess(900);
  await soon();
  const pending = () => db().reviewItem.count({ where: { effect: "pending" } });
  await until("all is carried out", 120_000, async () => (await pending()) === 0);
  await endWorker(last, "SIGTERM");
  expect(await cases()).toBe(group.n);
  expect(await db().reviewItem.count({ where: { caseId: { not: null } } })).toBe(group.n);
}, 300_000);

it("a worker killed while it opens a review again and asks about events opens one, and asks once for each event", async () => {
  const now = new Date();
  const analyst = personContext("analyst", { now });
  await sql("DELETE FROM review_campaign");
  const dueAt = new Date(now.getTime() + 86_400_000).toISOString();
  const plan = { twoPeople: "never" as const, dueAt };
  await createCampaign(analyst, { ...plan, name: "Monthly", q: "risk:>95", repeats: "monthly" });
  await createCampaign(analyst, {
    ...plan,
    name: "Owners",
    q: "",
    repeats: "on_event",
    triggers: ["owner"],
  });
  const [happened] = await sql<{ n: number }>(
    `WITH e AS (INSERT INTO identity_event (id, identity_id, at, kind, summary, change)
       SELECT gen_random_uuid(), id, $1, 'owner_changed', 'Owner set', '{"to": "somebody"}'
       FROM (SELECT id FROM identity WHERE missing_since IS NULL ORDER BY id LIMIT 4500) i RETURNING 1)
     SELECT count(*)::int AS n FROM e`,
    [new Date(now.getTime() + 1_000)],
  );
  await sql(
    "UPDATE review_series SET next_at = now() - interval '1 minute' WHERE repeats = 'monthly'",
  );
  await sql(
    "UPDATE review_series SET anchor_at = anchor_at - interval '1 month' WHERE repeats = 'monthly'",
  );
  const asked = async () =>
    (
      await sql<{ n: number; once: number }>(
        `SELECT count(DISTINCT (identity_id, cause))::int AS n, count(DISTINCT identity_id)::int AS once
         FROM review_item WHERE cause <> ''`,
      )
    )[0];
  const first = await startWorkerProcess(900);
  await soon();
  await until("some events are asked about", 90_000, async () => ((await asked())?.n ?? 0) > 0);
  await endWorker(first, "SIGKILL");
  const heir = await startWorkerProcess(900);
  await soon();
  const wanted = { n: happened?.n, once: happened?.n };
  await until("all events are asked about", 120_000, async () => (await asked())?.n === wanted.n);
  await endWorker(heir, "SIGTERM");
  expect(await asked()).toEqual(wanted);
  const openings = await db().reviewCampaign.findMany({
    where: { series: { repeats: "monthly" } },
    orderBy: { opening: "asc" },
  });
  expect(openings.map(({ opening }) => opening)).toEqual([0, 1]);
}, 300_000);
