import { sql } from "@/lib/infra/db";

/** Whether anybody can sign in yet. For strangers too: they get no further without the set-up link. */
export async function isSetUp(): Promise<boolean> {
  return (await sql("SELECT 1 FROM person LIMIT 1")).length > 0;
}
