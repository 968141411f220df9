import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { guid } from "@/connectors/entra/testing/make";
import { certificateConfig, secretConfig } from "@/connectors/entra/testing/reading";
import { startEntra } from "@/connectors/entra/testing/stand-in";
import { createWorld } from "@/connectors/entra/testing/world";
import { db } from "@/lib/infra/db";
import { useDatabase } from "@/lib/testing/database";
import { addSource } from "../sources/add-source";
import { allowActions } from "../sources/allow-actions";
import { runSync, syncDefaults } from "../sources/run-sync";
import { approveOffboarding, undoOffboarding } from "./decide";
import { getCase } from "./get-case";
import { requestOffboarding } from "./request-offboarding";
import { advance, ann, at, bob, caseTime, day, later, stateOf } from "./testing/case-time";

useDatabase();
const reason = "Nobody has used it for a year";
const world = createWorld();
let entra: Awaited<ReturnType<typeof startEntra>>;
let sourceId = "";

beforeAll(async () => {
  process.env.MUSTER_ALLOW_PRIVATE_HOSTS = "127.0.0.1";
  entra = await startEntra({ world });
});
afterAll(async () => {
  delete process.env.MUSTER_ALLOW_PRIVATE_HOSTS;
  await entra.close();
});

const application = () => world.applications.find(({ id }) => id === guid("a99", 1));
const principal = () => world.servicePrincipals.find(({ id }) => id === guid("5b", 1));

describe("an application of Entra ID", () => {
  it("is switched off, deleted after 30 days of watching, and restored when it is missed", async () => {
    const added = await addSource(bob, {
      connectorId: "entra",
      name: "Contoso",
      config: certificateConfig(entra.url),
    });
    ({ sourceId } = added);
    await runSync(added.runId ?? "", new AbortController().signal, {
      ...syncDefaults,
      sliceMs: 60_000,
    });
    world.roles.push("Application.ReadWrite.All");
    const { auth, clientId, clientSecret } = { ...secretConfig(entra.url) };
    await allowActions(bob, { sourceId, config: { auth, clientId, clientSecret } });
    const externalId = `application:${guid("a99", 1)}`;
    const { id: identityId } = await db().identity.findFirstOrThrow({ where: { externalId } });

    caseTime.now = new Date();
    const { caseId } = await requestOffboarding(at(ann), { identityId, reason });
    await advance();
    expect(await getCase(at(bob), { caseId })).toMatchObject({
      state: "planned",
      mode: "provider",
      watchDays: 30,
    });
    await approveOffboarding(at(bob), { caseId });
    await advance();
    expect([await stateOf(caseId), principal()?.accountEnabled]).toEqual(["watching", false]);

    later(31 * day);
    await advance();
    await advance();
    expect([await stateOf(caseId), application(), principal()]).toEqual([
      "verified",
      undefined,
      undefined,
    ]);

    await undoOffboarding(at(bob), { caseId, reason: "The invoices of a customer stopped" });
    await advance();
    expect(await stateOf(caseId)).toBe("undone");
    expect([application()?.displayName, principal()?.accountEnabled]).toEqual([
      "payments-api",
      true,
    ]);
  });
});
