import { beforeAll, describe, expect, it } from "vitest";
import { sql } from "@/lib/infra/db";
import { personContext } from "@/lib/testing/context";
import { useDatabase } from "@/lib/testing/database";
import { insertRun, insertSource } from "@/lib/testing/factories";
import { fakeConnector } from "@/lib/testing/fake-connector";
import { startFakeProvider } from "@/lib/testing/fake-provider";
import { scoreDue } from "../scoring/score-due";
import { provideConnector } from "./connector-entries";
import { getSource, listSources } from "./list-sources";
import { runSync } from "./run-sync";

useDatabase();
beforeAll(() => provideConnector(fakeConnector));

const analyst = personContext("analyst");
const running = new AbortController().signal;

async function syncAndScore(sourceId: string): Promise<void> {
  expect(await runSync(await insertRun(sourceId), running)).toBe("ended");
  await scoreDue(new Date());
}

const kept = (sourceId: string) =>
  sql<{ identities: number; missing: number; is_stale: boolean }>(
    "SELECT identities, missing, is_stale FROM source_figure WHERE source_id = $1",
    [sourceId],
  );

describe("the figures of a source", () => {
  it("are counted again by the next scoring when all that happened is that identities went missing", async () => {
    const provider = await startFakeProvider(20);
    const sourceId = await insertSource(provider.url);
    await syncAndScore(sourceId);
    const [before] = await kept(sourceId);
    const all = before?.identities ?? 0;
    expect(before).toEqual({ identities: all, missing: 0, is_stale: false });
    expect(all).toBeGreaterThanOrEqual(20);
    for (const id of ["u-1", "u-2"]) provider.users.delete(id);
    await syncAndScore(sourceId);
    await provider.close();
    expect(await kept(sourceId)).toEqual([{ identities: all - 2, missing: 2, is_stale: false }]);
    const [counted] = await sql<{ n: number }>(
      "SELECT sum(identities)::int AS n FROM identity_rollup WHERE source_id = $1",
      [sourceId],
    );
    expect(counted?.n).toBe(all - 2);
    const shown = await getSource(analyst, { sourceId });
    expect(shown).toMatchObject({ identities: all - 2, missing: 2 });
  });

  it("are left alone by a reading that finds everything as it was", async () => {
    const provider = await startFakeProvider(20);
    const sourceId = await insertSource(provider.url);
    const version = () =>
      sql("SELECT xmin::text FROM source_figure WHERE source_id = $1", [sourceId]);
    await syncAndScore(sourceId);
    // The first reading adds the source's own credential, whose scoring may follow the second.
    await syncAndScore(sourceId);
    const before = await version();
    await syncAndScore(sourceId);
    await provider.close();
    expect(before).toHaveLength(1);
    expect(await version()).toEqual(before);
  });

  it("are the last count for a large source, and counted at sight for a small or uncounted one", async () => {
    const [large, uncounted] = [
      await insertSource("http://127.0.0.1:9"),
      await insertSource("http://127.0.0.1:9"),
    ];
    await sql(
      `INSERT INTO source_figure (source_id, identities, missing, credentials, open_findings)
       VALUES ($1, 60000, 7, 90000, 1234)`,
      [large],
    );
    const { items } = await listSources(analyst, {});
    const of = (id: string) => items.find((source) => source.id === id);
    expect(of(large)).toMatchObject({
      identities: 60_000,
      missing: 7,
      credentials: 90_000,
      openFindings: 1_234,
    });
    expect(of(uncounted)).toMatchObject({
      identities: 0,
      missing: 0,
      credentials: 0,
      openFindings: 0,
    });
  });
});
