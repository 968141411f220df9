import { PgBoss, type Job } from "pg-boss";
import { databaseUrl, type Tx } from "./db";
import { createSilenceWatch } from "./silence-watch";

/** Every job of the product, by name. Payloads are small: ids, never data. */
export interface Jobs {
  "sync-source": { runId: string };
  "remove-source": { sourceId: string };
  "score-identities": { reason: string };
  "write-snapshot": { reason: string };
  "start-due-syncs": Record<string, never>;
  "sweep-sessions": Record<string, never>;
  "advance-offboarding": Record<string, never>;
  "deliver-notices": Record<string, never>;
  "sync-tickets": Record<string, never>;
  "advance-reviews": Record<string, never>;
  "advance-exceptions": Record<string, never>;
  "make-evidence-pack": { packId: string };
  "sweep-evidence": Record<string, never>;
  "write-checkpoint": Record<string, never>;
}
export type JobName = keyof Jobs;
export const jobNames = [
  "sync-source",
  "remove-source",
  "score-identities",
  "write-snapshot",
  "start-due-syncs",
  "sweep-sessions",
  "advance-offboarding",
  "deliver-notices",
  "sync-tickets",
  "advance-reviews",
  "advance-exceptions",
  "make-evidence-pack",
  "sweep-evidence",
  "write-checkpoint",
] as const satisfies readonly JobName[];

const queueOptions = {
  policy: "standard" as const,
  retryLimit: 5,
  retryDelay: 5,
  retryBackoff: true,
  expireInSeconds: 300,
  heartbeatSeconds: 10,
  retentionSeconds: 7 * 86_400,
};

/** Creates the queue's tables and queues. Runs with the migrations, as the database's owner. */
export async function prepareQueues(connectionString: string): Promise<void> {
  const boss = new PgBoss({ connectionString, max: 2, supervise: false, schedule: false });
  boss.on("error", () => undefined);
  await boss.start();
  try {
    for (const name of jobNames) await boss.createQueue(name, queueOptions).catch(ignoreExisting);
  } finally {
    await boss.stop({ graceful: false });
  }
}

function ignoreExisting(error: unknown): void {
  if (!/already exists/i.test(String(error))) throw error;
}

/** Opens the queue for a worker (which supervises) or for a sender. */
export async function openQueue(role: "worker" | "sender"): Promise<PgBoss> {
  const connectionString = databaseUrl();
  const onConnect = createSilenceWatch(connectionString);
  // pg-boss hands what it does not know to its pool.
  const connection = { connectionString, onConnect, keepAlive: true };
  const boss = new PgBoss({
    ...connection,
    max: role === "worker" ? 4 : 2,
    supervise: role === "worker",
    schedule: role === "worker",
    migrate: false,
    application_name: `muster-${role}`,
  });
  await boss.start();
  return boss;
}

interface EnqueueOptions {
  singletonKey?: string;
  startAfterSeconds?: number;
}

const enqueueSql = `
  INSERT INTO pgboss.job (name, data, singleton_key, start_after, policy, retry_limit,
    retry_delay, retry_backoff, expire_seconds, heartbeat_seconds, keep_until)
  SELECT q.name, $2::jsonb, $3::text, now() + make_interval(secs => $4::float8), q.policy,
    q.retry_limit, q.retry_delay, q.retry_backoff, q.expire_seconds, q.heartbeat_seconds,
    now() + make_interval(secs => q.retention_seconds)
  FROM pgboss.queue q
  WHERE q.name = $1 AND ($3::text IS NULL OR NOT EXISTS (
    SELECT 1 FROM pgboss.job j
    WHERE j.name = $1 AND j.state = 'created' AND j.singleton_key = $3::text))`;

const enqueueValues = (name: JobName, data: object, options: EnqueueOptions) =>
  [
    name,
    JSON.stringify(data),
    options.singletonKey ?? null,
    options.startAfterSeconds ?? 0,
  ] as const;

/**
 * Enqueues inside the caller's transaction: the job exists if and only if the transaction commits.
 * `singletonKey` keeps at most one waiting job of that key.
 */
export async function enqueue<Name extends JobName>(
  tx: Tx,
  name: Name,
  data: Jobs[Name],
  options: EnqueueOptions = {},
): Promise<void> {
  await tx.$executeRawUnsafe(enqueueSql, ...enqueueValues(name, data, options));
}

/** The same on a connection of the bulk path. */
export async function enqueueOn<Name extends JobName>(
  client: { query(text: string, values: unknown[]): Promise<unknown> },
  name: Name,
  data: Jobs[Name],
  options: EnqueueOptions = {},
): Promise<void> {
  await client.query(enqueueSql, [...enqueueValues(name, data, options)]);
}

export type { Job };
