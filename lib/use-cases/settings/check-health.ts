import { sql } from "@/lib/infra/db";

export interface Health {
  ok: boolean;
  database: "up" | "down";
}

const patienceMs = 5_500;

/** Whether Muster can work at all: one cheap round trip to the database, bounded in time. */
export async function checkHealth(): Promise<Health> {
  const answer = sql("SELECT 1").then(
    () => true,
    () => false,
  );
  const late = new Promise<boolean>((resolve) => {
    setTimeout(() => resolve(false), patienceMs).unref();
  });
  const up = await Promise.race([answer, late]);
  return { ok: up, database: up ? "up" : "down" };
}
