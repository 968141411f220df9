import { readFile, statfs } from "node:fs/promises";
import { z } from "zod";
import { db, sql } from "@/lib/infra/db";
import { dataDir } from "@/lib/infra/env";
import { defineQuery } from "../define-query";
import { nodeSupport, type NodeSupport } from "./node-support";

export interface HealthReport {
  /** Muster's own version; null when its package file cannot be read. */
  version: string | null;
  database: { version: string; bytes: number; latencyMs: number; migrations: number };
  workers: { id: string; startedAt: string; lastSeenAt: string; alive: boolean }[];
  queues: { name: string; waiting: number; running: number; failed: number }[];
  node: NodeSupport;
  disk: { freeBytes: number; totalBytes: number } | null;
  /** The newest backup that Muster wrote itself; null when there was none. */
  lastBackup: { at: string; rows: number } | null;
  auditEntries: number;
}

/** Workers beat every ten seconds. */
export const workerAliveMs = 60_000;
/** Workers that stopped answering longer ago say nothing about today. */
const workerShownMs = 86_400_000;

/** What an operator looks at first: version, database, workers, queues, backup, runtime, disk. */
export const getHealthReport = defineQuery({
  permission: "health:read",
  input: z.strictObject({}),
  run: async ({ ctx }): Promise<HealthReport> => {
    const beats = await db().workerHeartbeat.findMany({
      where: { beatAt: { gte: new Date(ctx.now.getTime() - workerShownMs) } },
      orderBy: { beatAt: "desc" },
      take: 20,
    });
    const disk = await statfs(dataDir()).catch(() => null);
    return {
      version: await ownVersion(),
      database: await databaseFacts(),
      workers: beats.map((row) => ({
        id: `${row.host}, process ${row.pid}`,
        startedAt: row.startedAt.toISOString(),
        lastSeenAt: row.beatAt.toISOString(),
        alive: ctx.now.getTime() - row.beatAt.getTime() < workerAliveMs,
      })),
      queues: await queueDepths(),
      node: nodeSupport(process.versions.node, ctx.now),
      disk: disk
        ? { freeBytes: disk.bavail * disk.bsize, totalBytes: disk.blocks * disk.bsize }
        : null,
      ...(await recorded()),
    };
  },
});

const packageFile = z.object({ version: z.string() });

async function ownVersion(): Promise<string | null> {
  const text = await readFile("package.json", "utf8").catch(() => null);
  return text === null ? null : packageFile.parse(JSON.parse(text)).version;
}

async function databaseFacts(): Promise<HealthReport["database"]> {
  const before = performance.now();
  const [server] = await sql<{ version: string; bytes: string }>(
    "SELECT current_setting('server_version') AS version, pg_database_size(current_database()) AS bytes",
  );
  const latencyMs = Math.round(performance.now() - before);
  const [done] = await sql<{ count: number }>(
    "SELECT count(*)::int AS count FROM _prisma_migrations WHERE finished_at IS NOT NULL",
  );
  return {
    version: server?.version ?? "",
    bytes: Number(server?.bytes ?? 0),
    latencyMs,
    migrations: done?.count ?? 0,
  };
}

/** What the audit log knows: the newest backup, and its own length. */
async function recorded(): Promise<Pick<HealthReport, "lastBackup" | "auditEntries">> {
  const [backup] = await sql<{ at: Date; rows: number }>(
    `SELECT at, coalesce((detail ->> 'rows')::int, 0) AS rows FROM audit_event
     WHERE event = 'backup.created' ORDER BY audit_event.seq DESC LIMIT 1`,
  );
  const [newest] = await sql<{ seq: string }>(
    "SELECT coalesce(max(audit_event.seq), 0)::text AS seq FROM audit_event",
  );
  return {
    lastBackup: backup ? { at: backup.at.toISOString(), rows: backup.rows } : null,
    auditEntries: Number(newest?.seq ?? 0),
  };
}

/** Jobs by queue: waiting, under way, given up. The queue's own chores are left out. */
export async function queueDepths(): Promise<HealthReport["queues"]> {
  const rows = await sql<{ name: string; waiting: string; running: string; failed: string }>(
    `SELECT q.name,
       count(j.id) FILTER (WHERE j.state IN ('created', 'retry')) AS waiting,
       count(j.id) FILTER (WHERE j.state = 'active') AS running,
       count(j.id) FILTER (WHERE j.state = 'failed') AS failed
     FROM pgboss.queue q LEFT JOIN pgboss.job j ON j.name = q.name
     WHERE NOT starts_with(q.name, '__pgboss') GROUP BY q.name ORDER BY q.name`,
  );
  return rows.map((row) => ({
    name: row.name,
    waiting: Number(row.waiting),
    running: Number(row.running),
    failed: Number(row.failed),
  }));
}
