import { afterAll, describe, expect, it } from "vitest";
import { useDatabase } from "@/lib/testing/database";
import { minutes, seed, sizes, told } from "@/lib/testing/long-run";
import { killWorkersMidSync } from "@/lib/testing/sync-scenarios";
import { killWorkers } from "@/lib/testing/worker-processes";

useDatabase();
afterAll(killWorkers);

describe("a worker that is killed in the middle of a sync (T01)", () => {
  it(
    `loses nothing, doubles nothing and marks nothing missing over ${sizes.kills} kills`,
    async () => {
      const table = await killWorkersMidSync({ kills: sizes.kills, users: 10_000, seed });
      told("T01", table);
      expect(table).toMatchObject({
        lost: 0,
        doubled: 0,
        "marked missing": 0,
        "last seen went back": 0,
        "last run": "succeeded",
        "runs not ended": 0,
      });
    },
    minutes(15),
  );
});
