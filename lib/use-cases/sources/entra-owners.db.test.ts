import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { guid } from "@/connectors/entra/testing/make";
import { certificateConfig } from "@/connectors/entra/testing/reading";
import { startEntra } from "@/connectors/entra/testing/stand-in";
import { db, sql } from "@/lib/infra/db";
import { personContext } from "@/lib/testing/context";
import { useDatabase } from "@/lib/testing/database";
import { acceptCandidate } from "../identities/decide-candidate";
import { getIdentity } from "../identities/get-identity";
import { scoreDue } from "../scoring/score-due";
import { addSource } from "./add-source";
import { requestSync } from "./request-sync";
import { runSync, syncDefaults } from "./run-sync";

useDatabase();
const going = new AbortController().signal;
const options = { ...syncDefaults, sliceMs: 60_000 };
const role = "Owner of the application in Entra ID";
let entra: Awaited<ReturnType<typeof startEntra>>;

beforeAll(async () => {
  process.env.MUSTER_ALLOW_PRIVATE_HOSTS = "127.0.0.1";
  entra = await startEntra();
});
afterAll(async () => {
  delete process.env.MUSTER_ALLOW_PRIVATE_HOSTS;
  await entra.close();
});

async function sync(runId: string) {
  expect(await runSync(runId, going, options)).toBe("ended");
  await scoreDue(new Date());
  return db().syncRun.findUniqueOrThrow({ where: { id: runId } });
}

describe("a tenant of Entra ID", () => {
  it("makes owners of applications ranked candidates with their origin, and keeps them over a sync", async () => {
    const [ada] = await sql<{ id: string }>(
      `INSERT INTO person (id, email, name, role, updated_at)
       VALUES (gen_random_uuid(), 'ada@contoso.example', 'Ada', 'owner', now()) RETURNING id`,
    );
    const admin = personContext("admin");
    const { sourceId, runId } = await addSource(admin, {
      connectorId: "entra",
      name: "Contoso",
      config: certificateConfig(entra.url),
    });
    const first = await sync(runId ?? "");
    expect(first).toMatchObject({ state: "succeeded", outcome: { orphans: 0, missing: 0 } });

    const idOf = async (externalId: string): Promise<string> =>
      (await db().identity.findFirstOrThrow({ where: { sourceId, externalId } })).id;
    const application = await idOf(`application:${guid("a99", 1)}`);
    const detail = await getIdentity(admin, { id: application });
    expect(detail.candidates.map(({ id: _id, ...candidate }) => candidate)).toEqual([
      {
        candidate: "ada@contoso.example",
        method: "explicit_owner",
        confidence: 0.95,
        evidence: role,
        personId: ada?.id,
        rejected: false,
      },
      {
        candidate: "payments@contoso.example",
        method: "tag",
        confidence: 0.9,
        evidence: "Tag contact in Entra ID",
        personId: null,
        rejected: false,
      },
      {
        candidate: "bo@contoso.example",
        method: "disabled_owner",
        confidence: 0.5,
        evidence: `${role}; the account is disabled there`,
        personId: null,
        rejected: false,
      },
    ]);
    const inferred = { ownerState: "inferred", ownerHint: "ada@contoso.example" };
    for (const id of [application, await idOf(`service-principal:${guid("5b", 1)}`)])
      expect(await db().identity.findUniqueOrThrow({ where: { id } })).toMatchObject(inferred);

    const again = await requestSync(admin, { sourceId });
    const second = await sync(again.runId);
    expect(second.outcome).toMatchObject({ created: 0, changed: 0, missing: 0, orphans: 0 });

    await acceptCandidate(admin, {
      identityId: application,
      candidateId: detail.candidates[0]?.id ?? "",
    });
    const confirmed = await db().identity.findUniqueOrThrow({ where: { id: application } });
    expect(confirmed).toMatchObject({ ownerState: "confirmed", ownerId: ada?.id });
  });

  it("shows owners by their ids where people may not be read, and forgets no name it once read", async () => {
    const admin = personContext("admin");
    const { id: sourceId } = await db().source.findFirstOrThrow({ where: { name: "Contoso" } });
    const { id, ownerHint } = await db().identity.findFirstOrThrow({
      where: { sourceId, externalId: `service-principal:${guid("5b", 1)}` },
    });
    const candidates = async () =>
      (await getIdentity(admin, { id })).candidates.map(({ candidate }) => candidate);
    const before = await candidates();
    const { roles } = entra.world;
    entra.world.roles = roles.filter((one) => one !== "User.Read.All");
    await sync((await requestSync(admin, { sourceId })).runId);
    expect(await candidates()).toEqual([
      ...before,
      expect.stringMatching(/^Unknown name \(/),
      expect.stringMatching(/^Unknown name \(/),
    ]);
    expect(await db().identity.findUniqueOrThrow({ where: { id } })).toMatchObject({ ownerHint });

    entra.world.roles = roles;
    await sync((await requestSync(admin, { sourceId })).runId);
    expect(await candidates()).toEqual(before);
  });
});
