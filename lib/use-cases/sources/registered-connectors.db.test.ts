import { describe, expect, it } from "vitest";
import { db } from "@/lib/infra/db";
import { personContext } from "@/lib/testing/context";
import { useDatabase } from "@/lib/testing/database";
import { scoreDue } from "../scoring/score-due";
import { addSource } from "./add-source";
import { eraseSource } from "./erase-source";
import { getSource } from "./list-sources";
import { runSync, syncDefaults } from "./run-sync";
import { loadSample, removeSample } from "./sample-source";
import { uploadFile } from "./upload-file";
import { requestSync } from "./request-sync";

useDatabase();
const going = new AbortController().signal;
const options = { ...syncDefaults, sliceMs: 60_000 };

describe("the sample organisation", () => {
  it("is read, scored and marked as a sample, and leaves nothing behind", async () => {
    const analyst = personContext("analyst");
    await expect(loadSample(personContext("auditor"), {})).rejects.toMatchObject({
      code: "forbidden",
    });
    const { sourceId, runId } = await loadSample(analyst, {});
    expect(await runSync(runId, going, options)).toBe("ended");
    const run = await db().syncRun.findUniqueOrThrow({ where: { id: runId } });
    expect(run).toMatchObject({ state: "succeeded", outcome: { orphans: 0, missing: 0 } });
    await scoreDue(new Date());
    const source = await getSource(analyst, { sourceId });
    expect(source.isSample).toBe(true);
    expect(source.identities).toBeGreaterThan(50);
    expect(source.openFindings).toBeGreaterThan(10);
    await expect(removeSample(personContext("auditor"), {})).rejects.toMatchObject({
      code: "forbidden",
    });
    await removeSample(analyst, {});
    expect(await eraseSource(sourceId)).toBe("erased");
    expect(await db().source.count()).toBe(0);
    expect(await db().identity.count()).toBe(0);
    expect(await db().identityRollup.count()).toBe(0);
    const events = await db().auditEvent.findMany({
      where: { outcome: "done" },
      orderBy: { seq: "asc" },
    });
    expect(events.map((event) => event.event)).toEqual([
      "source.sample-loaded",
      "source.sample-removed",
      "source.erased",
    ]);
  });
});

describe("a source that is fed by files", () => {
  it("takes its files one by one and reads them at the next sync", async () => {
    const admin = personContext("admin");
    const { sourceId, runId } = await addSource(admin, {
      connectorId: "aws-export",
      name: "Export",
      config: {},
    });
    expect(runId).toBeNull();
    const report =
      "user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated\n" +
      "ci,arn:aws:iam::123456789012:user/ci,2024-01-01T00:00:00+00:00,false,N/A,N/A,N/A,false,true,2024-01-01T00:00:00+00:00,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A\n";
    await uploadFile(admin, {
      sourceId,
      name: "credential-report.csv",
      kind: "credential-report",
      content: Buffer.from(report),
    });
    const requested = await requestSync(admin, { sourceId });
    expect(await runSync(requested.runId, going, options)).toBe("ended");
    const names = await db().identity.findMany({ where: { sourceId }, select: { name: true } });
    expect(names.map((row) => row.name)).toContain("ci");
  });
});
