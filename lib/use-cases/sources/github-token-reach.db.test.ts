import { afterAll, beforeAll, expect, test } from "vitest";
import { startGitHub } from "@/connectors/github/testing/stand-in";
import { tokenConfig } from "@/connectors/github/testing/reading";
import { createWorld } from "@/connectors/github/testing/world";
import { db } from "@/lib/infra/db";
import { personContext } from "@/lib/testing/context";
import { useDatabase } from "@/lib/testing/database";
import { addSource } from "./add-source";
import { completenessOf } from "./coverage";
import { getSource } from "./list-sources";
import { requestSync } from "./request-sync";
import { runSync, syncDefaults } from "./run-sync";
import { coverageOfSource } from "./source-coverage";

useDatabase();
const world = createWorld({ repos: 4 });
const admin = personContext("admin");
let github: Awaited<ReturnType<typeof startGitHub>>;

beforeAll(async () => {
  process.env.MUSTER_ALLOW_PRIVATE_HOSTS = "127.0.0.1";
  github = await startGitHub(world);
});
afterAll(async () => {
  delete process.env.MUSTER_ALLOW_PRIVATE_HOSTS;
  await github.close();
});

async function synced(runId: string) {
  const options = { ...syncDefaults, sliceMs: 60_000 };
  expect(await runSync(runId, new AbortController().signal, options)).toBe("ended");
  return db().syncRun.findUniqueOrThrow({ where: { id: runId } });
}

test("what a token no longer reaches is not missing, and every page says that it was read in part", async () => {
  const { sourceId, runId } = await addSource(admin, {
    connectorId: "github",
    name: "Acme by a token",
    config: tokenConfig(github),
  });
  expect(await synced(runId ?? "")).toMatchObject({ outcome: { missing: 0 } });
  const gone = async () =>
    (await db().identity.findMany({ where: { sourceId, missingSince: { not: null } } }))
      .map(({ externalId }) => externalId)
      .sort();
  const streams = async () => (await getSource(admin, { sourceId })).streams;
  expect((await streams()).find(({ stream }) => stream === "deploy-keys")?.state).toBe("complete");

  // Reached before and not now; and of one that is still reached a key was taken away.
  world.unreached = ["service-3"];
  world.repos[1]?.keys.splice(0);
  expect(await synced((await requestSync(admin, { sourceId })).runId)).toMatchObject({
    state: "succeeded",
  });
  expect(await gone()).toEqual(["deploy-key:101"]);
  const { coverage } = await db().source.findUniqueOrThrow({ where: { id: sourceId } });
  expect(completenessOf({ status: "ok", failing: false, coverage: coverage as never }, 18)).toBe(
    "partial",
  );
  const { unread } = await coverageOfSource(sourceId);
  expect(unread.find(({ stream }) => stream === "Deploy keys of repositories")).toEqual({
    stream: "Deploy keys of repositories",
    state: "read in part",
    because: expect.stringContaining("and the token lists 1 and 2"),
  });

  // Reached again, and its key was taken away meanwhile.
  world.unreached = [];
  world.repos[3]?.keys.splice(0);
  await synced((await requestSync(admin, { sourceId })).runId);
  expect(await gone()).toEqual(["deploy-key:101", "deploy-key:103"]);
});
