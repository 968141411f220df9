import { statfs } from "node:fs/promises";
import { z } from "zod";
import { db, sql } from "@/lib/infra/db";
import { dataDir } from "@/lib/infra/env";
import { defineQuery } from "../define-query";
import { nodeSupport, type NodeSupport } from "./node-support";

export interface HealthReport {
  database: { version: string; bytes: number; latencyMs: number };
  workers: { id: string; lastSeenAt: string; alive: boolean }[];
  queues: { name: string; waiting: number; running: number; failed: number }[];
  node: NodeSupport;
  disk: { freeBytes: number; totalBytes: number } | null;
}

const workerAliveMs = 60_000;

/** What an operator looks at first: database, workers, queues, runtime, disk. */
export const getHealthReport = defineQuery({
  permission: "health:read",
  input: z.strictObject({}),
  run: async ({ ctx }): Promise<HealthReport> => {
    const before = performance.now();
    const [server] = await sql<{ version: string; bytes: string }>(
      "SELECT current_setting('server_version') AS version, pg_database_size(current_database()) AS bytes",
    );
    const latencyMs = Math.round(performance.now() - before);
    const beats = await db().workerHeartbeat.findMany({ orderBy: { beatAt: "desc" }, take: 50 });
    const disk = await statfs(dataDir()).catch(() => null);
    return {
      database: {
        version: server?.version ?? "",
        bytes: Number(server?.bytes ?? 0),
        latencyMs,
      },
      workers: beats.map((row) => ({
        id: `${row.host}, process ${row.pid}`,
        lastSeenAt: row.beatAt.toISOString(),
        alive: ctx.now.getTime() - row.beatAt.getTime() < workerAliveMs,
      })),
      queues: await queueDepths(),
      node: nodeSupport(process.versions.node, ctx.now),
      disk: disk
        ? { freeBytes: disk.bavail * disk.bsize, totalBytes: disk.blocks * disk.bsize }
        : null,
    };
  },
});

/** Jobs by queue: waiting, under way, given up. */
export async function queueDepths(): Promise<HealthReport["queues"]> {
  const rows = await sql<{ name: string; waiting: string; running: string; failed: string }>(
    `SELECT name,
       count(*) FILTER (WHERE state IN ('created', 'retry')) AS waiting,
       count(*) FILTER (WHERE state = 'active') AS running,
       count(*) FILTER (WHERE state = 'failed') AS failed
     FROM pgboss.job GROUP BY name ORDER BY name`,
  );
  return rows.map((row) => ({
    name: row.name,
    waiting: Number(row.waiting),
    running: Number(row.running),
    failed: Number(row.failed),
  }));
}
