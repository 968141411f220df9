import { inTransaction } from "@/lib/infra/db";
import { logger } from "@/lib/infra/logger";

/** How much of a table must have changed before its statistics are taken anew. */
const shares = { much: 0.2, little: 0.01 } as const;

/** Tells PostgreSQL how the tables look now, where a sync has changed so much of them. */
export async function refreshStatistics(changed: keyof typeof shares = "much"): Promise<void> {
  try {
    await inTransaction(async (client) => {
      await client.query("SET LOCAL statement_timeout = '5min'; SET LOCAL lock_timeout = '1s'");
      await client.query("SELECT muster_refresh_statistics($1)", [shares[changed]]);
    });
  } catch (error) {
    logger.warn({ err: error }, "statistics were not refreshed; the next turn tries again");
  }
}
