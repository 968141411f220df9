import { describe, expect, test } from "vitest";
import { testConnectorIo } from "@/lib/testing/connector-io";
import type { ActionTarget } from "../contract";
import { describeActions } from "../testing/action-conformance";
import { parseId } from "./external-ids";
import { manifest } from "./manifest";
import { guid } from "./testing/make";
import { certificateConfig, connect, lenient, pagesOf, recordsOf } from "./testing/reading";
import type { World } from "./testing/shapes";
import { startEntra } from "./testing/stand-in";
import { createWorld, readingRoles } from "./testing/world";

async function open(roles: readonly string[], world: World = createWorld()) {
  world.roles = [...roles];
  const standIn = await startEntra({ world });
  const io = testConnectorIo({ limits: lenient });
  return {
    world,
    standIn,
    connection: await connect(certificateConfig(standIn.url), io),
    close: async () => {
      await io.close();
      await standIn.close();
    },
  };
}
const writing = [
  ...readingRoles,
  "Application.ReadWrite.All",
  "AgentIdentity.EnableDisable.All",
  "AgentIdentity.DeleteRestore.All",
];

/** Targets as the engine builds them: from what a sync listed. */
async function listed(): Promise<Map<string, ActionTarget>> {
  const standIn = await startEntra();
  const io = testConnectorIo({ limits: lenient });
  const records = recordsOf(await pagesOf(certificateConfig(standIn.url), io));
  await io.close();
  await standIn.close();
  const identities = new Map(
    records.flatMap((record) =>
      record.type === "identity" ? [[record.externalId, record] as const] : [],
    ),
  );
  return new Map(
    records.flatMap((record): [string, ActionTarget][] => {
      if (record.type !== "identity" && record.type !== "credential") return [];
      const { kind, externalId, name, attributes } = record;
      const whose = record.type === "credential" ? record.identityExternalId : externalId;
      const identity = identities.get(whose);
      const holder =
        record.type === "credential" ? { externalId: whose, name: identity?.name ?? "" } : null;
      const detail = identity?.detail ?? "";
      const common = { kind, detail, externalId, name, holder, attributes };
      return [[externalId, { subject: record.type, ...common }]];
    }),
  );
}

const targets = await listed();
const target = (externalId: string): ActionTarget => {
  const found = targets.get(externalId);
  if (!found) throw new Error(`${externalId} is not listed`);
  return found;
};
const application = (number: number) => `application:${guid("a99", number)}`;
const principal = (number: number) => `service-principal:${guid("5b", number)}`;
const secret = `${application(1)}/secret/${guid("5ec", 1)}`;
const federated = `${application(1)}/federated/${guid("fed", 1)}`;
const another = (externalId: string): ActionTarget => {
  const whole = target(externalId);
  return { ...whole, attributes: { ...whole.attributes, appId: guid("c11e", 999) } };
};

describeActions("entra", {
  manifest,
  open: () => open(writing),
  openReadOnly: () => open(readingRoles),
  targets: {
    "an application": target(application(1)),
    "an application without a service principal": target(application(6)),
    "a service principal": target(principal(2)),
    "a service principal of before app registrations": target(principal(9)),
    "another company's app": target(principal(20)),
    "an AI agent": target(principal(40)),
    "a client secret of an application": target(secret),
    "a client secret of a service principal": target(`${principal(4)}/secret/${guid("5ec", 41)}`),
    "a federated credential": target(federated),
  },
  beyond: [
    target(principal(30)),
    target(principal(31)),
    target(`${application(1)}/certificate/${guid("ce", 1)}`),
    target(`${principal(10)}/certificate/${guid("ce", 10)}`),
    { ...target(application(1)), externalId: "muster:self" },
  ],
  replaced: [another(application(1)), another(principal(2))],
  restoredInPlace: ({ externalId }) => parseId(externalId)?.part === null,
});

describe("what Muster must not touch", () => {
  test("its own application, service principal and secret are refused, and nothing changes", async () => {
    const { connection, standIn, close } = await open(writing);
    const own = [application(5), principal(5)].map(target);
    for (const each of own) {
      const actions = connection.actions?.(each);
      expect((await actions?.inspect())?.refusal).toContain("Muster itself");
      for (const step of [actions?.disable, actions?.delete])
        await expect(step?.run({})).rejects.toMatchObject({ code: "forbidden" });
    }
    const changes = standIn.requests.filter(
      ({ method, path }) => method !== "GET" && !path.endsWith("/token"),
    );
    expect(changes).toEqual([]);
    await close();
  });
});

describe("deleting an application", () => {
  test("takes its service principal along, and giving it back restores both", async () => {
    const { connection, world, close } = await open(writing);
    const actions = connection.actions?.(target(application(1)));
    const before = await actions?.inspect();
    await actions?.delete?.run(before?.snapshot ?? {});
    expect([...world.deleted.keys()]).toEqual([guid("a99", 1), guid("5b", 1)]);
    expect(await actions?.enable?.run(before?.snapshot ?? {})).toContain("was restored");
    expect(world.deleted.size).toBe(0);
    expect((await actions?.inspect())?.state).toBe("active");
    await close();
  });

  test("after 30 days nothing brings it back, and that is said", async () => {
    const { connection, world, close } = await open(writing);
    const actions = connection.actions?.(target(application(1)));
    await actions?.delete?.run({});
    world.deleted.clear();
    await expect(actions?.enable?.run({})).rejects.toThrow("30 days");
    await close();
  });
});

describe("a look before an offboarding", () => {
  test("names who signed in last, other organisations and the secrets that stay", async () => {
    const { connection, close } = await open(writing);
    const app = await connection.actions?.(target(application(4)))?.inspect();
    expect(app).toMatchObject({ state: "disabled" });
    expect(app?.consumers.join()).toContain("Other organisations");
    const held = await connection.actions?.(target(secret))?.inspect();
    expect(held?.consumers.join()).toContain("signed in on 2026-10-01");
    expect(held?.leftovers).toEqual(["Another secret of payments-api stays: old"]);
    expect(JSON.stringify(held?.snapshot)).not.toContain("secretText");
    await close();
  });
});
