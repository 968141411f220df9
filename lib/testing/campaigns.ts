import { randomUUID } from "node:crypto";
import { beforeAll, beforeEach } from "vitest";
import { db, sql } from "../infra/db";
import { personContext } from "./context";
import { useDatabase } from "./database";
import { seedIdentities } from "./identities";
import { seedCredentials } from "./reviews";
import { advanceReviews } from "../use-cases/reviews/advance-reviews";
import { createCampaign } from "../use-cases/reviews/create-campaign";

export const dayMs = 86_400_000;

export const start = new Date("2026-11-21T09:00:00Z");

export const reason = "The nightly billing export needs it";

export const at = (days: number): Date => new Date(start.getTime() + days * dayMs);

export const ids = { ann: "", bob: "", eve: randomUUID(), max: randomUUID() };

export const as = (
  role: "owner" | "analyst" | "auditor" | "manager",
  personId: string,
  now = start,
) => personContext(role, { personId, now });

export const ann = () => as("owner", ids.ann);

export const bob = () => as("owner", ids.bob);

export const eve = (now = start) => as("analyst", ids.eve, now);

export const max = () => as("analyst", ids.max);

interface Options {
  q?: string;
  reviewer?: "owner" | "backup" | "manager" | "person";
  personId?: string;
  twoPeople?: "always" | "never" | "privileged";
  overdueDefault?: "ask_analysts" | "escalate" | "request_removal";
}

export async function opened(options: Options = {}): Promise<string> {
  const { campaignId } = await createCampaign(eve(), {
    name: "November review",
    q: "",
    dueAt: at(7).toISOString(),
    twoPeople: "never",
    ...options,
  });
  await advanceReviews(start);
  return campaignId;
}

export const itemsOf = (campaignId: string) =>
  db().reviewItem.findMany({ where: { campaignId }, orderBy: [{ risk: "desc" }, { id: "asc" }] });

export async function someItem(campaignId: string) {
  const [item] = await itemsOf(campaignId);
  if (!item) throw new Error("The campaign is empty");
  return item;
}

export const itemNow = (id: string) => db().reviewItem.findUniqueOrThrow({ where: { id } });

export const lastAudit = async (event: string) =>
  db().auditEvent.findFirst({ where: { event }, orderBy: { seq: "desc" } });

export const keep = (id: string) => ({ target: { ids: [id] }, decision: "keep" as const, reason });

export function setUpCampaigns(): void {
  useDatabase();
  beforeAll(async () => {
    const seeded = await seedIdentities(120, { now: start, sources: 2 });
    [ids.ann = "", ids.bob = ""] = seeded.personIds;
    await sql("UPDATE person SET status = 'active'");
    for (const [name, id] of [
      ["Eve", ids.eve],
      ["Max", ids.max],
    ])
      await db().person.create({
        data: { id: id ?? "", email: `${name}@example.com`, name: name ?? "", role: "analyst" },
      });
    await sql(
      "UPDATE identity SET owner_state = 'confirmed', owner_id = $1, privilege = 'read', environment = 'test' WHERE missing_since IS NULL",
      [ids.ann],
    );
    await seedCredentials(start);
    await sql(
      "DELETE FROM credential WHERE identity_id = (SELECT id FROM identity ORDER BY id LIMIT 1)",
    );
  });
  /** Ann owns everything again, nothing is under way. */
  beforeEach(async () => {
    await sql("DELETE FROM review_campaign");
    await sql("DELETE FROM review_task");
    await sql("DELETE FROM offboarding_case");
    await sql("UPDATE identity SET owner_id = $1, owner_state = 'confirmed'", [ids.ann]);
    await sql("UPDATE credential SET attested_at = NULL, attested_by = NULL");
  });
}
