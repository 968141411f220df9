import { describe, expect, it } from "vitest";
import { db, sql } from "@/lib/infra/db";
import { insertAuditChain } from "@/lib/testing/audit-rows";
import { personContext } from "@/lib/testing/context";
import { useDatabase } from "@/lib/testing/database";
import { makePack } from "./make-pack";
import { requestPack } from "./request-pack";
import { resumePacks } from "./resume-packs";

useDatabase();

const jobs = () =>
  sql<{ id: string; state: string }>(
    "SELECT data ->> 'packId' AS id, state FROM pgboss.job WHERE name = 'make-evidence-pack' ORDER BY created_on",
  );

describe("an evidence pack that nobody makes any more", () => {
  it("is made when its job is lost or given up, once, and left alone when it is waiting or made", async () => {
    await insertAuditChain(10);
    const day = new Date(1_760_000_000_000).toISOString().slice(0, 10);
    const { packId: id } = await requestPack(personContext("auditor"), {
      subject: "audit_range",
      from: day,
      to: day,
    });
    expect(await resumePacks()).toBe(0);
    await sql("UPDATE pgboss.job SET state = 'failed' WHERE name = 'make-evidence-pack'");
    expect(await resumePacks()).toBe(1);
    expect(await jobs()).toEqual([
      { id, state: "failed" },
      { id, state: "created" },
    ]);
    expect(await resumePacks()).toBe(0);

    await sql("DELETE FROM pgboss.job");
    await db().evidencePack.update({ where: { id }, data: { state: "running" } });
    expect(await resumePacks()).toBe(1);
    expect(await jobs()).toEqual([{ id, state: "created" }]);
    expect(await makePack(id, () => new Date())).toBe("done");
    await sql("DELETE FROM pgboss.job");
    expect(await resumePacks()).toBe(0);
  });
});
