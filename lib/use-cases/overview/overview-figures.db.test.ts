import { beforeAll, describe, expect, it } from "vitest";
import { db } from "@/lib/infra/db";
import { personContext } from "@/lib/testing/context";
import { useDatabase } from "@/lib/testing/database";
import { insertPartlyReadSource } from "@/lib/testing/factories";
import { getOverview } from "./get-overview";
import { getSyncState } from "./get-sync-state";

useDatabase();

const now = new Date("2026-11-21T12:00:00.000Z");
const analyst = personContext("analyst", { now });
const owner = personContext("owner", { now });
let sourceId = "";

beforeAll(async () => {
  sourceId = await insertPartlyReadSource(now);
});

describe("the overview", () => {
  it("adds up from prepared counts and compares with the snapshot of a month ago", async () => {
    const cells = {
      sourceId,
      kind: "iam_user",
      environment: "production",
      status: "active",
      privilege: "read",
      usageBucket: "gt_365d",
      ageBucket: "gt_365d",
      hasFindings: true,
    };
    await db().identityRollup.createMany({
      data: [
        {
          ...cells,
          identityClass: "ai_model_credential",
          riskBand: "critical",
          ownerState: "none",
          rotationState: "over_policy",
          identities: 7,
        },
        {
          ...cells,
          identityClass: "infrastructure",
          riskBand: "low",
          ownerState: "confirmed",
          rotationState: "never",
          identities: 3,
        },
      ],
    });
    const day = {
      sourceId,
      identityClass: "infrastructure",
      riskBand: "critical",
      stale: 0,
      neverRotated: 1,
      overRotation: 1,
      openFindings: 2,
    };
    await db().dailySnapshot.createMany({
      data: [
        { ...day, day: new Date("2026-10-20"), identities: 4, unowned: 2, exposed: 1 },
        { ...day, day: new Date("2026-11-21"), identities: 10, unowned: 7, exposed: 2 },
      ],
    });
    const overview = await getOverview(analyst, {});
    expect(overview.figures.identities).toMatchObject({
      now: 10,
      before: 4,
      beforeDay: "2026-10-20",
    });
    expect(overview.figures.atRisk.now).toBe(7);
    expect(overview.figures.unowned).toMatchObject({ now: 7, before: 2 });
    expect(overview.figures.exposed).toMatchObject({ now: 0, before: 1 });
    expect(overview.figures.ai.now).toBe(7);
    expect(overview.days.map((entry) => entry.critical)).toEqual([4, 10]);
    const byClass = overview.slices.filter((slice) => slice.by === "class");
    expect(byClass.map((slice) => slice.identities).sort((a, b) => a - b)).toEqual([3, 7]);
    expect(overview.coverage[0]).toMatchObject({
      complete: 1,
      sentence: "1 of 2 streams; permission missing for 1",
      unseen: [{ stream: "roles", state: "permission missing", because: "Missing: iam:ListRoles" }],
    });
  });

  it("is not for owners, who have their own list", async () => {
    await expect(getOverview(owner, {})).rejects.toMatchObject({ code: "forbidden" });
    expect((await getSyncState(analyst, {})).oldest?.sourceName).toBe("Account one");
  });
});
