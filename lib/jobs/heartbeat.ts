import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { sql } from "@/lib/infra/db";

/** Tells the health page that this worker lives. A line that is a day old belongs to a dead one. */
export function createHeartbeat(): { beat(): Promise<void>; end(): Promise<void> } {
  const id = randomUUID();
  return {
    async beat() {
      await sql(
        `INSERT INTO worker_heartbeat (id, host, pid, started_at, beat_at) VALUES ($1, $2, $3, now(), now())
         ON CONFLICT (id) DO UPDATE SET beat_at = now()`,
        [id, hostname(), process.pid],
      );
      await sql("DELETE FROM worker_heartbeat WHERE beat_at < now() - interval '1 day'");
    },
    async end() {
      await sql("DELETE FROM worker_heartbeat WHERE id = $1", [id]);
    },
  };
}
