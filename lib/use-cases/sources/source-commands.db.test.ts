import { describe, expect, it } from "vitest";
import { db, pool, sql } from "@/lib/infra/db";
import { anonymousContext, personContext } from "@/lib/testing/context";
import { insertSource } from "@/lib/testing/factories";
import { fakeConnector } from "@/lib/testing/fake-connector";
import { addSource } from "./add-source";
import { cancelSync } from "./cancel-sync";
import { listConnectors } from "./list-connectors";
import { listRuns } from "./list-runs";
import { getSource, listSources } from "./list-sources";
import { requestSync } from "./request-sync";
import { setSchedule } from "./set-schedule";
import { openConfig } from "./source-config";
import { resumeAbandonedRuns, startDueSyncs } from "./start-due-syncs";
import { uploadFile } from "./upload-file";
import { verifySource } from "./verify-source";
import { setUpFilesProvider } from "./testing/files-provider";

const provider = setUpFilesProvider(3);

const admin = () => personContext("admin");
const auditor = () => personContext("auditor");
const lastAudit = () => db().auditEvent.findFirstOrThrow({ orderBy: { seq: "desc" } });

async function asOwner(statement: string): Promise<void> {
  const client = await pool().connect();
  try {
    await client.query("RESET ROLE");
    await client.query(statement);
  } finally {
    await client.query("SELECT muster_enter_app_role()");
    client.release();
  }
}

/** Runs what must be refused and returns the code and the audit row of the refusal. */
async function refusal(work: Promise<unknown>) {
  const code = await work.then(
    () => "done",
    (error: { code: string }) => error.code,
  );
  const { outcome, event } = await lastAudit();
  return { code, outcome, event };
}

const given = (name: string) => ({
  connectorId: "fake",
  name,
  config: { url: provider().url, token: "canary-5f1d" },
});

describe("connecting a source", () => {
  it("seals the secret for this row, starts a run with its job and audits without the secret", async () => {
    const { sourceId, runId } = await addSource(admin(), given("Acme"));
    const row = await db().source.findUniqueOrThrow({ where: { id: sourceId } });
    expect(JSON.stringify(row.config)).not.toContain("canary-5f1d");
    expect(row.sealedSecrets).not.toContain("canary-5f1d");
    expect(await openConfig(fakeConnector.manifest, row)).toMatchObject({ token: "canary-5f1d" });
    const jobs = await sql(
      "SELECT 1 FROM pgboss.job WHERE name = 'sync-source' AND data ->> 'runId' = $1",
      [runId],
    );
    expect(jobs).toHaveLength(1);
    const audit = await lastAudit();
    expect(audit).toMatchObject({ event: "source.added", outcome: "done", targetId: sourceId });
    expect(JSON.stringify(audit.detail)).not.toContain("canary");
  });

  it("is refused to auditors and strangers, with a wrong configuration and with a taken name", async () => {
    expect(await refusal(addSource(auditor(), given("B")))).toEqual({
      code: "forbidden",
      outcome: "refused",
      event: "source.add",
    });
    expect((await refusal(addSource(anonymousContext(), given("B")))).code).toBe("unauthenticated");
    const wrong = { ...given("B"), config: { url: "not a url", token: "x" } };
    expect((await refusal(addSource(admin(), wrong))).code).toBe("invalid_input");
    expect((await refusal(addSource(admin(), given("Acme")))).code).toBe("conflict");
    expect(
      (await refusal(addSource(admin(), { ...given("C"), connectorId: "__proto__" }))).code,
    ).toBe("not_found");
    expect(await db().source.count({ where: { name: { in: ["B", "C"] } } })).toBe(0);
  });
});

describe("verifying a source", () => {
  it("says who we are, keeps the answer and lists Muster's own credential", async () => {
    provider().verification = {
      self: { externalId: "app-1", name: "muster-app" },
      warnings: ["broad"],
    };
    const sourceId = await insertSource(provider().url);
    const result = await verifySource(personContext("analyst"), { sourceId });
    expect(result).toMatchObject({ ok: true, verification: { principal: "fake-principal" } });
    const own = await db().identity.findFirstOrThrow({ where: { sourceId } });
    expect(own).toMatchObject({
      externalId: "app-1",
      detail: "muster.connector",
      name: "muster-app",
    });
    expect((await getSource(admin(), { sourceId })).verification?.warnings).toEqual(["broad"]);
    expect(await lastAudit()).toMatchObject({ event: "source.verified", outcome: "done" });
  });

  it("answers why it does not work, before anything is stored", async () => {
    provider().fault = () => ({ status: 401 });
    const { connectorId, config } = given("never");
    const result = await verifySource(admin(), { connectorId, config });
    provider().fault = null;
    expect(result).toMatchObject({ ok: false, code: "unauthorized" });
    expect(await refusal(verifySource(auditor(), { connectorId, config }))).toMatchObject({
      code: "forbidden",
      outcome: "refused",
    });
  });
});

describe("the other source commands", () => {
  it("start one run at a time, cancel it, and tell a stranger no", async () => {
    const sourceId = await insertSource(provider().url);
    const first = await requestSync(personContext("analyst"), { sourceId });
    const again = await requestSync(personContext("analyst"), { sourceId });
    expect(again).toEqual({ runId: first.runId, isNew: false });
    expect((await refusal(requestSync(auditor(), { sourceId }))).code).toBe("forbidden");
    expect((await refusal(cancelSync(auditor(), { runId: first.runId }))).code).toBe("forbidden");
    await cancelSync(admin(), { runId: first.runId });
    expect(await lastAudit()).toMatchObject({ event: "source.sync-cancelled" });
    expect((await refusal(cancelSync(admin(), { runId: first.runId }))).code).toBe("conflict");
    const { items } = await listRuns(auditor(), { sourceId });
    expect(items.map((run) => run.state)).toEqual(["cancelled"]);
  });

  it("set a schedule that starts a run when its time has come, once", async () => {
    const sourceId = await insertSource(provider().url);
    const now = new Date();
    await setSchedule(admin(), { sourceId, everyMinutes: 60 });
    expect((await refusal(setSchedule(auditor(), { sourceId, everyMinutes: null }))).code).toBe(
      "forbidden",
    );
    expect(await startDueSyncs(now)).toBe(0);
    const later = new Date(now.getTime() + 61 * 60_000);
    expect(await startDueSyncs(later)).toBeGreaterThan(0);
    expect(await startDueSyncs(later)).toBe(0);
    expect(await db().syncRun.count({ where: { sourceId } })).toBe(1);
    expect(await resumeAbandonedRuns()).toBeGreaterThan(0);
    const jobs = await sql(
      "SELECT 1 FROM pgboss.job j JOIN sync_run r ON r.id::text = j.data ->> 'runId' WHERE r.source_id = $1",
      [sourceId],
    );
    expect(jobs).toHaveLength(1);
  });

  it("starts every due source but the one that cannot start, which stays due", async () => {
    const ids: string[] = [];
    for (const name of ["first", "stuck", "last"]) {
      const sourceId = await insertSource(provider().url, name);
      await setSchedule(admin(), { sourceId, everyMinutes: 60 });
      ids.push(sourceId);
    }
    const [first = "", stuck = "", last = ""] = ids;
    await asOwner(
      `ALTER TABLE sync_run ADD CONSTRAINT stuck CHECK (source_id <> '${stuck}') NOT VALID`,
    );
    const later = new Date(Date.now() + 61 * 60_000);
    const started = async () =>
      (await db().syncRun.findMany({ where: { sourceId: { in: ids } } })).map(
        (run) => run.sourceId,
      );
    await startDueSyncs(later);
    expect((await started()).sort()).toEqual([first, last].sort());
    await asOwner("ALTER TABLE sync_run DROP CONSTRAINT stuck");
    expect(await startDueSyncs(later)).toBe(1);
    expect((await started()).sort()).toEqual(ids.sort());
  });

  it("take a file for a source that is fed by files, and replace the one before", async () => {
    const sourceId = await insertSource(provider().url);
    const file = {
      sourceId,
      name: "report.csv",
      kind: "credential-report",
      content: Buffer.from("a,b"),
    };
    expect((await refusal(uploadFile(admin(), file))).code).toBe("conflict");
    await db().source.update({ where: { id: sourceId }, data: { connectorId: "fake-files" } });
    await uploadFile(admin(), file);
    await uploadFile(admin(), { ...file, content: Buffer.from("c,d") });
    expect((await getSource(admin(), { sourceId })).uploads).toHaveLength(1);
    expect((await refusal(uploadFile(auditor(), file))).code).toBe("forbidden");
    expect((await refusal(uploadFile(admin(), { ...file, content: new Uint8Array() }))).code).toBe(
      "invalid_input",
    );
  });

  it("list sources and connectors to those who may read them", async () => {
    const { items } = await listSources(auditor(), {});
    expect(items.find((source) => source.name === "Acme")).toMatchObject({
      connectorName: "Fake provider",
      coverage: "Not read yet (2 streams)",
      run: { state: "queued", next: "A worker takes the run within seconds." },
    });
    expect(JSON.stringify(items)).not.toContain("canary");
    await expect(listSources(personContext("owner"), {})).rejects.toMatchObject({
      code: "forbidden",
    });
    const connectors = await listConnectors(auditor(), {});
    expect(connectors.items.map((choice) => choice.id)).not.toContain("sample");
  });
});
