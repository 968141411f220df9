import { describe, expect, it } from "vitest";
import { closeDb, db, sql } from "@/lib/infra/db";
import { resetEnv } from "@/lib/infra/env";
import { anonymousContext, personContext } from "@/lib/testing/context";
import { useDatabase } from "@/lib/testing/database";
import { systemContext } from "../context";
import { createFirstAdministrator } from "../people/create-first-administrator";
import { actorOfSession } from "../sessions/check-session";
import { signInWithPassword } from "../sessions/sign-in";
import { exportAuditEvents } from "./export-audit-events";
import { listAuditEvents } from "./list-audit-events";
import { verifyAuditChain } from "./verify-audit-chain";

useDatabase();

const who = { email: "ada@example.com", password: "correct horse battery staple" };

/** As a server set up in that part of the world answers. */
async function serveFrom(zone: string): Promise<void> {
  const url = new URL(process.env.DATABASE_URL ?? "");
  url.searchParams.set("options", `-c TimeZone=${zone}`);
  process.env.DATABASE_URL = url.toString();
  resetEnv();
  await closeDb();
}

describe.each(["America/New_York", "Asia/Tokyo"])("on a database server of %s", (zone) => {
  it("an instant is kept as it was, so that people stay signed in and the audit log holds", async () => {
    await serveFrom(zone);
    if ((await db().person.count()) === 0)
      await createFirstAdministrator(systemContext("test"), { ...who, name: "Ada" });
    const now = new Date();
    const { sessionId } = await signInWithPassword(anonymousContext(now), {
      ...who,
      userAgent: null,
    });
    expect(await sql("SELECT last_seen_at AS at FROM session WHERE id = $1", [sessionId])).toEqual([
      { at: now },
    ]);
    expect(await actorOfSession(sessionId, now)).toMatchObject({ type: "person" });
    expect(await verifyAuditChain(personContext("auditor"), {})).toMatchObject({ intact: true });
  });

  it("a day of the audit log is one of UTC, as its times are", async () => {
    await serveFrom(zone);
    const before = ["2026-03-01T23:59:59.000Z", "2026-03-02T00:00:00.000Z"];
    const after = ["2026-03-02T23:59:59.000Z", "2026-03-03T00:00:00.000Z"];
    for (const at of [...before, ...after])
      await exportAuditEvents(personContext("auditor", { now: new Date(at) }), { target: zone });
    const day = { event: "audit.exported", from: "2026-03-02", to: "2026-03-02" };
    const { items } = await listAuditEvents(personContext("auditor"), day);
    const found = items.filter(({ detail }) => detail.target === zone).map(({ at }) => at);
    expect(found).toEqual([after[0], before[1]]);
  });
});
