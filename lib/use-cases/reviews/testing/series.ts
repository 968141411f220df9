import { randomUUID } from "node:crypto";
import { beforeAll, beforeEach } from "vitest";
import { db, sql } from "@/lib/infra/db";
import { personContext } from "@/lib/testing/context";
import { useDatabase } from "@/lib/testing/database";
import { seedIdentities } from "@/lib/testing/identities";
import { seedCredentials } from "@/lib/testing/reviews";
import { createCampaign } from "../create-campaign";

export const start = new Date("2026-11-30T09:00:00Z");
export const minutes = (count: number): Date => new Date(start.getTime() + count * 60_000);
export const reason = "The nightly billing export needs it";
export const ids = { ann: "", bob: "", eve: randomUUID() };
export const ann = (now = start) => personContext("owner", { personId: ids.ann, now });
export const eve = (now = start) => personContext("analyst", { personId: ids.eve, now });

export type Options = Partial<Parameters<typeof createCampaign>[1]>;
export const begun = (options: Options) =>
  createCampaign(eve(), {
    name: "Quarter end",
    q: "",
    twoPeople: "never",
    dueAt: new Date(start.getTime() + 7 * 86_400_000).toISOString(),
    ...options,
  });
export const campaigns = () => db().reviewCampaign.findMany({ orderBy: { createdAt: "asc" } });
export const items = () =>
  db().reviewItem.findMany({ orderBy: [{ assignedAt: "asc" }, { identityId: "asc" }] });
export const audits = (event: string) => db().auditEvent.count({ where: { event } });

/** Forty identities of Ann's with their keys, and before each test no review of them. */
export function setUpSeries(): void {
  useDatabase();
  beforeAll(async () => {
    const seeded = await seedIdentities(40, { now: start, sources: 2 });
    [ids.ann = "", ids.bob = ""] = seeded.personIds;
    await sql("UPDATE person SET status = 'active'");
    await db().person.create({
      data: { id: ids.eve, email: "eve@example.com", name: "Eve", role: "analyst" },
    });
    await sql(
      "UPDATE identity SET owner_state = 'confirmed', owner_id = $1, privilege = 'read', environment = 'test'",
      [ids.ann],
    );
    await seedCredentials(start);
  });

  beforeEach(async () => {
    await sql("DELETE FROM review_campaign");
    await sql("DELETE FROM review_series");
    await sql("DELETE FROM identity_event");
    await sql("DELETE FROM finding");
    await sql("DELETE FROM notice");
  });
}
