import { inTransaction } from "@/lib/infra/db";
import { logger } from "@/lib/infra/logger";

/** Tells PostgreSQL how the tables look now, where a sync has changed much of them. */
export async function refreshStatistics(): Promise<void> {
  try {
    await inTransaction(async (client) => {
      await client.query("SET LOCAL statement_timeout = '5min'; SET LOCAL lock_timeout = '1s'");
      await client.query("SELECT muster_refresh_statistics()");
    });
  } catch (error) {
    logger.warn({ err: error }, "statistics were not refreshed; the next turn tries again");
  }
}
