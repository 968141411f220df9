import { runSync, type SyncOptions } from "@/lib/use-cases/sources/run-sync";
import { logger } from "@/lib/infra/logger";

export async function syncSource(
  runId: string,
  stop: AbortSignal,
  options?: SyncOptions,
): Promise<void> {
  const step = await runSync(runId, stop, options);
  logger.info({ runId, step }, "sync slice");
}
