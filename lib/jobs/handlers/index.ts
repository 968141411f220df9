import type { JobName, Jobs } from "@/lib/infra/queue";
import { inTransaction } from "@/lib/infra/db";
import { logger } from "@/lib/infra/logger";
import { enqueueOn } from "@/lib/infra/queue";
import { deliverNotices } from "@/lib/use-cases/notices/deliver-notices";
import { tellInventory } from "@/lib/use-cases/notices/tell-inventory";
import { advanceExceptions } from "@/lib/use-cases/exceptions/advance-exceptions";
import { writeCheckpoint } from "@/lib/use-cases/checkpoints/write-checkpoint";
import { makePack } from "@/lib/use-cases/evidence/make-pack";
import { sweepPacks } from "@/lib/use-cases/evidence/sweep-packs";
import { advanceOffboarding } from "@/lib/use-cases/offboarding/advance-offboarding";
import { advanceReviews } from "@/lib/use-cases/reviews/advance-reviews";
import { refreshAllFigures } from "@/lib/use-cases/scoring/refresh-figures";
import { scoreDue } from "@/lib/use-cases/scoring/score-due";
import { sweepSessions } from "@/lib/use-cases/sessions/sweep-sessions";
import { eraseSource } from "@/lib/use-cases/sources/erase-source";
import { startDueSyncs } from "@/lib/use-cases/sources/start-due-syncs";
import { runSync, type SyncOptions } from "@/lib/use-cases/sources/run-sync";
import { syncTickets } from "@/lib/use-cases/tickets/sync-tickets";

export interface HandlerWorld {
  /** Aborts when the worker is asked to end. */
  stop: AbortSignal;
  sync: SyncOptions;
}

type Handlers = {
  [Name in JobName]: (data: Jobs[Name], world: HandlerWorld) => Promise<void>;
};

/** What the worker does with each job; every handler may run twice without harm. */
export const handlers: Handlers = {
  "sync-source": async ({ runId }, { stop, sync }) => {
    const step = await runSync(runId, stop, sync);
    logger.info({ runId, step }, "sync slice ended");
  },
  "remove-source": async ({ sourceId }, { stop }) => {
    const step = await eraseSource(sourceId, { stop });
    logger.info({ sourceId, step }, "removal slice ended");
  },
  "score-identities": async ({ reason }, { stop }) => {
    const { scored, isUnfinished } = await scoreDue(new Date(), { stop });
    if (scored > 0) logger.info({ scored, reason }, "identities scored");
    if (isUnfinished) await scoreAgainSoon();
    else await tellInventory(new Date());
  },
  "write-snapshot": async () => {
    const sources = await refreshAllFigures(new Date());
    logger.info({ sources }, "figures of the day written");
  },
  "start-due-syncs": async () => {
    const started = await startDueSyncs(new Date());
    if (started > 0) logger.info({ started }, "due syncs started");
  },
  "advance-offboarding": async (_data, { stop }) => {
    const moved = await advanceOffboarding(() => new Date(), stop);
    if (moved > 0) logger.info({ moved }, "offboarding cases advanced");
  },
  "deliver-notices": async (_data, { stop }) => {
    const sent = await deliverNotices(() => new Date(), stop);
    if (sent > 0) logger.info({ sent }, "notices delivered or tried");
  },
  "advance-reviews": async (_data, { stop }) => {
    const moved = await advanceReviews(new Date(), stop);
    if (moved > 0) logger.info({ moved }, "reviews advanced");
  },
  "advance-exceptions": async (_data, { stop }) => {
    const moved = await advanceExceptions(new Date(), stop);
    if (moved > 0) logger.info({ moved }, "exceptions advanced");
  },
  "sync-tickets": async (_data, { stop }) => {
    const looks = await syncTickets(() => new Date(), stop);
    if (looks > 0) logger.info({ looks }, "tickets opened or read");
  },
  "make-evidence-pack": async ({ packId }) => {
    const state = await makePack(packId, () => new Date());
    logger.info({ packId, state }, "evidence pack");
  },
  "sweep-evidence": async () => {
    const swept = await sweepPacks(new Date());
    if (swept > 0) logger.info({ swept }, "old evidence packs swept");
  },
  "write-checkpoint": async () => {
    const { size, failed } = await writeCheckpoint(new Date());
    if (failed > 0) logger.warn({ size, failed }, "a checkpoint did not reach every place");
  },
  "sweep-sessions": async () => {
    await sweepSessions(new Date());
  },
};

const scoreAgainSoon = (): Promise<void> =>
  inTransaction((client) =>
    enqueueOn(
      client,
      "score-identities",
      { reason: "more is due" },
      { singletonKey: "due", startAfterSeconds: 2 },
    ),
  );
