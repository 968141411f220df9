import { db, inTransaction } from "../infra/db";
import { newId } from "../use-cases/ingest/new-id";
import { ingestRecords } from "../use-cases/ingest/ingest-records";
import { sealConfig } from "../use-cases/sources/source-config";
import { startRun } from "../use-cases/sources/start-run";
import { fakeConnector } from "./fake-connector";
import type { SourceRecord } from "../domain/inventory/source-record";

/** A source that reads the fake provider at `url`, sealed as a real one. */
export async function insertSource(url = "http://127.0.0.1:9", name = "Fake"): Promise<string> {
  const id = newId();
  const { config, sealedSecrets } = await sealConfig(fakeConnector.manifest, id, {
    url,
    token: "t",
  });
  await db().source.create({
    data: {
      id,
      connectorId: "fake",
      name: `${name} ${id.slice(-6)}`,
      config: config as never,
      sealedSecrets,
    },
  });
  return id;
}

/** A source whose streams were read at that time, but for one whose permission is missing. */
export async function insertPartlyReadSource(now: Date): Promise<string> {
  const source = await db().source.create({
    data: {
      connectorId: "sample",
      name: "Account one",
      config: {},
      coverage: [
        { stream: "users", state: "complete", gaps: [], message: null },
        { stream: "roles", state: "denied", gaps: [], message: "Missing: iam:ListRoles" },
      ],
      lastCompleteAt: now,
    },
  });
  return source.id;
}

/** A queued run of that source. */
export const insertRun = async (sourceId: string): Promise<string> =>
  (await db().$transaction((tx) => startRun(tx, sourceId, "test"))).runId;

/** Writes records through the real ingest, outside any run. */
export async function ingest(
  sourceId: string,
  records: readonly SourceRecord[],
  stream = "users",
): Promise<void> {
  const batch = {
    sourceId,
    connectorId: "fake",
    runId: null,
    stream,
    now: new Date(),
    isFirstReading: true,
  };
  await inTransaction((client) => ingestRecords(client, batch, records));
}
