import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { testConnectorIo } from "@/lib/testing/connector-io";
import type { SourceRecord } from "../contract";
import { appConfig, identitiesOf, lenient, pagesOf, recordsOf } from "./testing/reading";
import * as setting from "./testing/settings-shapes";
import { startGitHub } from "./testing/stand-in";
import { createWorld } from "./testing/world";

let standIn: Awaited<ReturnType<typeof startGitHub>>;
let io: ReturnType<typeof testConnectorIo>;
beforeEach(async () => {
  standIn = await startGitHub(createWorld({ repos: 2 }));
  io = testConnectorIo({ limits: lenient });
});
afterEach(async () => {
  await io.close();
  await standIn.close();
});

const read = async (only?: string) => {
  const found = await pagesOf(appConfig(standIn), io, only);
  return { pages: found, records: Object.values(found).flatMap((pages) => recordsOf(pages)) };
};
const creatorOf = (records: SourceRecord[], externalId: string) => {
  const { createdBy } =
    identitiesOf(records).find((one) => one.externalId === externalId)?.facts ?? {};
  return createdBy?.state === "known" ? createdBy.value : null;
};
const proposed = (records: SourceRecord[], externalId: string) =>
  records.flatMap((one) =>
    one.type === "owner_hint" &&
    one.method === "audit_creator" &&
    one.identityExternalId === externalId
      ? [one.candidate]
      : [],
  );
const asked = () => standIn.requests.filter(({ path }) => path.includes("/audit-log")).length;

describe("who made what, out of the audit log", () => {
  test.each([
    ["an App's installation", "installation:78", "noor", ["noor"]],
    ["a secret of the organisation", "actions-secret:org:OPENAI_API_KEY", "mira", ["mira"]],
    ["a secret of a repository", "actions-secret:repo:7000:DATABASE_URL", "noor", ["noor"]],
    ["one that a robot made", "dependabot-secret:repo:7000:NPM_READ", "renovate[bot]", []],
    [
      "one of an environment, by the repository's name",
      "actions-secret:environment:7000:300:ANTHROPIC_API_KEY",
      "mira",
      ["mira"],
    ],
    ["a webhook", "webhook:org:501", "noor", ["noor"]],
    ["what no event tells of", "actions-secret:org:SIGNING_KEY", null, []],
    ["a secret of that name elsewhere", "actions-secret:repo:7001:DATABASE_URL", null, []],
  ])("%s", async (_what, externalId, who, owners) => {
    const { records } = await read();
    expect(creatorOf(records, externalId)).toBe(who);
    expect(proposed(records, externalId)).toEqual(owners);
  });

  test("what is asked and answered is as GitHub describes it", async () => {
    await read();
    expect(standIn.violations).toEqual([]);
  });

  test("the secret's credential tells the same creator", async () => {
    const { records } = await read();
    const credential = records.find(
      (one) =>
        one.type === "credential" &&
        one.identityExternalId === "actions-secret:repo:7000:DATABASE_URL",
    );
    expect(credential?.type === "credential" && credential.facts.createdBy).toMatchObject({
      value: "noor",
    });
  });

  test("an event of an earlier secret of the same name is not that of this one", async () => {
    const earlier = setting.event("org.create_actions_secret", "left-long-ago", {
      key: "SIGNING_KEY",
      "@timestamp": Date.parse("2023-01-01T00:00:00Z"),
    });
    standIn.world.auditLog?.push(earlier);
    const { records } = await read();
    expect(creatorOf(records, "actions-secret:org:SIGNING_KEY")).toBeNull();
  });

  test("a later run asks only for what is new, and keeps what GitHub has forgotten", async () => {
    const many = Array.from({ length: 250 }, (_none, at) =>
      setting.event("hook.create", "noor", {
        hook_id: 9_000 + at,
        "@timestamp": Date.parse("2023-01-01T00:00:00Z") + at * 86_400_000,
      }),
    );
    standIn.world.auditLog?.push(...many);
    await read("creators");
    const first = asked();
    standIn.world.auditLog = many.slice(-150);
    const { records } = await read();
    // Seven kinds of events take a page each, hooks three in the first run. A whole run asks for OAuth
    // apps too, and when three Apps and three machine users were last seen.
    expect([first, asked() - first]).toEqual([10, 15]);
    expect(creatorOf(records, "webhook:org:501")).toBe("noor");
  });

  test("without the audit log the creators are a gap of the plan, and all else is read", async () => {
    standIn.world.auditLog = null;
    const { pages, records } = await read();
    expect(pages["creators"]).toMatchObject([
      { complete: false, gaps: [{ reason: "plan", scope: "acme" }] },
    ]);
    expect(creatorOf(records, "webhook:org:501")).toBeNull();
    expect(identitiesOf(records).length).toBeGreaterThan(10);
  });

  test("more events than one run reads are a gap that says so", async () => {
    const start = Date.parse("2020-01-01T00:00:00Z");
    standIn.world.auditLog = Array.from({ length: 3_050 }, (_none, at) =>
      setting.event("hook.create", "noor", { hook_id: at + 1, "@timestamp": start + at * 1_000 }),
    );
    const { pages } = await read("creators");
    expect(pages["creators"]?.flatMap((page) => page.gaps ?? [])).toMatchObject([
      { message: expect.stringContaining("newest 3000 were read") },
    ]);
  });
});

describe("other hints and settings of the organisation", () => {
  test("custom properties that name an owner are proposed, others are not", async () => {
    const { records } = await read("deploy-keys");
    const named = records.flatMap((one) =>
      one.type === "owner_hint" && one.method === "tag" ? [[one.candidate, one.evidence]] : [],
    );
    expect(named).toEqual([
      ["payments", "Custom property owning_team of acme/service-0"],
      ["ada@example.com", "Custom property Owner of acme/service-1"],
    ]);
    const lists = standIn.requests.filter(({ path }) => path.includes("/properties/values"));
    expect(lists).toHaveLength(1);
  });

  test("without the permission for them the rest is whole", async () => {
    delete standIn.world.appPermissions.organization_custom_properties;
    const { pages } = await read("deploy-keys");
    expect(pages["deploy-keys"]?.every((page) => page.complete)).toBe(true);
  });

  test("the organisation's subject tells where Actions may run and whose", async () => {
    const { records } = await read("oidc-subjects");
    const org = identitiesOf(records).find((one) => one.externalId === "oidc-subject:org");
    expect(org?.attributes).toMatchObject({ actionsRunIn: "selected", allowedActions: "all" });
  });
});
