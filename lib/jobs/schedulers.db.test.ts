import { describe, expect, it } from "vitest";
import { useDatabase } from "@/lib/testing/database";
import { minutes, sizes, told } from "@/lib/testing/long-run";
import { runSchedulers } from "@/lib/testing/sync-scenarios";

useDatabase();

describe("several schedulers at once (T08)", () => {
  it(
    `fire each tick once: ${JSON.stringify(sizes.schedulers)}`,
    async () => {
      const table = await runSchedulers(sizes.schedulers);
      told("T08", table);
      expect(table.ticks).toBeGreaterThanOrEqual(sizes.schedulers.ticks);
      expect(table["fired more than once"]).toBe(0);
    },
    minutes(5),
  );
});
