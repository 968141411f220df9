import { afterAll, describe, expect, it } from "vitest";
import { useDatabase } from "@/lib/testing/database";
import { minutes, seed, sizes, told } from "@/lib/testing/long-run";
import { killWorkersUnderJobs } from "@/lib/testing/sync-scenarios";
import { killWorkers } from "@/lib/testing/worker-processes";

useDatabase();
afterAll(killWorkers);

describe("many jobs under workers that die (T07)", () => {
  it(
    `have each effect once and leave nothing stuck: ${JSON.stringify(sizes.jobs)}`,
    async () => {
      const table = await killWorkersUnderJobs({ ...sizes.jobs, seed });
      told("T07", table);
      expect(table).toMatchObject({
        succeeded: sizes.jobs.jobs,
        "not exactly once": 0,
        stuck: 0,
      });
    },
    minutes(15),
  );
});
