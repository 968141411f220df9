import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { testConnectorIo } from "@/lib/testing/connector-io";
import { readOauthList } from "./oauth-list";
import { appConfig, identitiesOf, lenient, pagesOf, recordsOf } from "./testing/reading";
import * as setting from "./testing/settings-shapes";
import * as shape from "./testing/shapes";
import { startGitHub } from "./testing/stand-in";
import { createWorld } from "./testing/world";
import { hasRun } from "./use-days";

let standIn: Awaited<ReturnType<typeof startGitHub>>;
let io: ReturnType<typeof testConnectorIo>;
beforeEach(async () => {
  standIn = await startGitHub(createWorld({ repos: 1 }));
  io = testConnectorIo({ limits: lenient });
});
afterEach(async () => {
  await io.close();
  await standIn.close();
});

const read = async (only?: string, more: object = {}) => {
  const pages = await pagesOf({ ...appConfig(standIn), ...more }, io, only);
  return { pages, records: Object.values(pages).flatMap(recordsOf) };
};
const users = async () =>
  identitiesOf((await read("machine-users")).records).map(({ name, attributes }) => ({
    name,
    because: attributes["because"],
    linked: attributes["samlIdentity"],
  }));

describe("SAML identities", () => {
  test("a member without one stands out where most have one, collaborators from outside do not", async () => {
    standIn.world.members["member"]?.push(shape.account("quiet-account", 6));
    standIn.world.outside.push(shape.account("guest", 7));
    expect((await read("saml-identities")).pages["saml-identities"]).toMatchObject([
      { complete: true },
    ]);
    const found = await users();
    expect(found.map(({ name }) => name)).toEqual([
      "acme-ci-bot",
      "runner-account",
      "quiet-account",
      "deploy-svc",
    ]);
    expect(found.map(({ linked }) => linked)).toEqual([false, true, false, null]);
    expect(found[2]?.because).toContain(
      "Most members sign in through the identity provider; this account does not",
    );
  });

  test("where few have one its absence is no sign", async () => {
    standIn.world.samlIdentities = [{ id: 1, login: "mira", nameId: "person-1" }];
    standIn.world.members["member"]?.push(shape.account("quiet-account", 6));
    await read("saml-identities");
    expect((await users()).map(({ name }) => name)).not.toContain("quiet-account");
  });

  test.each([
    ["an organisation without an identity provider", () => (standIn.world.samlIdentities = null)],
    ["a credential that may not see members", () => delete standIn.world.appPermissions["members"]],
  ])("%s is a gap of the plan, and nothing is concluded", async (_what, change) => {
    await read("saml-identities");
    change();
    expect((await read("saml-identities")).pages["saml-identities"]).toMatchObject([
      { complete: false, gaps: [{ reason: "plan", permission: "members" }] },
    ]);
    standIn.world.appPermissions["members"] = "read";
    expect((await users()).map(({ linked }) => linked)).toEqual([null, null, null]);
  });

  test("several pages are read to their end, and owners are named by their e-mail address", async () => {
    const more = Array.from({ length: 250 }, (_none, at) => ({
      id: 1_000 + at,
      login: `person-${at}`,
      nameId: `person-${at}@example.com`,
    }));
    standIn.world.samlIdentities = [...more, { id: 1, login: "Mira", nameId: "mira@example.com" }];
    expect((await read("saml-identities")).pages["saml-identities"]).toHaveLength(3);
    const { records } = await read("fine-grained-tokens");
    expect(records.find(({ type }) => type === "owner_hint")).toMatchObject({
      candidate: "mira@example.com",
      evidence: "Owner of the token; mira@example.com signs in as mira",
    });
  });

  test.each([
    ["FORBIDDEN", "forbidden"],
    ["INSUFFICIENT_SCOPES", "forbidden"],
  ])("a query refused with %s is a gap", async (type, reason) => {
    standIn.faults.push(({ path }) => refused(path, type));
    expect((await read("saml-identities")).pages["saml-identities"]).toMatchObject([
      { complete: false, gaps: [{ reason }] },
    ]);
  });

  test.each([
    ["RATE_LIMITED", "rate_limited"],
    ["undefinedField", "unexpected_response"],
    ["SERVICE_UNAVAILABLE", "unavailable"],
  ])("a query that fails with %s surfaces as %s", async (type, code) => {
    standIn.faults.push(({ path }) => refused(path, type));
    await expect(read("saml-identities")).rejects.toMatchObject({ code });
  });

  const refused = (path: string, type: string) =>
    path.endsWith("/graphql")
      ? { status: 200, body: { data: null, errors: [{ type, message: "Not for you" }] } }
      : undefined;
});

describe("daily cadence", () => {
  const day = (at: number) => new Date(Date.UTC(2025, 0, 1 + at, 3)).toISOString();

  test("credentials used on seven days in a row are a sign, as the runs of these days saw them", async () => {
    const [token] = standIn.world.tokens;
    const login = "nightly-runs";
    const account = shape.account(login, 8);
    standIn.world.members["member"]?.push(account);
    standIn.world.samlIdentities?.push({ id: 8, login, nameId: null });
    const cadence = () => users().then((all) => all.some(({ name }) => name === login));
    for (let at = 0; at < 7; at += 1) {
      expect(await cadence()).toBe(false);
      Object.assign(token ?? {}, { owner: account, token_last_used_at: day(at) });
      await read("fine-grained-tokens");
    }
    // With a profile that has neither a name nor an address: two points.
    expect(await cadence()).toBe(true);
  });

  test.each([
    ["six days", [0, 1, 2, 3, 4, 5], false],
    ["seven in a row", [0, 1, 2, 3, 4, 5, 6], true],
    ["weekends off", [0, 1, 2, 3, 4, 7, 8, 9, 10, 11], false],
    ["a week after a pause", [0, 3, 4, 5, 6, 7, 8, 9], true],
    ["nothing", [], false],
  ])("%s", (_what, days, is) => {
    expect(hasRun(days.map((at) => day(at).slice(0, 10)))).toBe(is);
  });
});

describe("last use, out of the audit log", () => {
  const lastUse = async (stream: string, externalId: string) =>
    identitiesOf((await read(stream)).records).find((one) => one.externalId === externalId)?.facts;

  test("an installation and a machine user were last used at their newest event", async () => {
    const at = Date.parse("2025-02-03T04:05:06Z");
    standIn.world.auditLog?.push(
      setting.event("pull_request.create", "claude[bot]", { "@timestamp": at }),
      setting.event("git.push", "acme-ci-bot", { "@timestamp": at - 1_000 }),
      setting.event("git.push", "acme-ci-bot", { "@timestamp": at + 1_000 }),
    );
    expect(await lastUse("app-installations", "installation:78")).toMatchObject({
      lastUsedAt: { state: "known", value: "2025-02-03T04:05:06.000Z" },
      lastUsedDetail: { value: "audit log: pull_request.create" },
    });
    expect(await lastUse("machine-users", "user:2")).toMatchObject({
      lastUsedAt: { value: "2025-02-03T04:05:07.000Z" },
    });
  });

  test("no event is unknown, never unused", async () => {
    expect((await lastUse("machine-users", "user:5"))?.lastUsedAt).toMatchObject({
      state: "unknown",
      reason: "not_tracked_yet",
    });
  });

  test("without the audit log it is unknown with the reason, and asked for once", async () => {
    standIn.world.auditLog = null;
    expect((await lastUse("machine-users", "user:2"))?.lastUsedAt).toMatchObject({
      state: "unknown",
      reason: "not_offered",
    });
    const asked = standIn.requests.filter(({ path }) => path.includes("/audit-log"));
    expect(asked).toHaveLength(1);
  });
});

describe("the stand-in", () => {
  test("what the new calls ask and get is as GitHub describes it", async () => {
    await read();
    expect(standIn.violations).toEqual([]);
    expect(standIn.requests.filter(({ status }) => [400, 422, 501].includes(status))).toEqual([]);
  });
});

describe("OIDC", () => {
  test("the organisation names the repository properties that its tokens carry", async () => {
    const { records } = await read("oidc-subjects");
    const [own] = identitiesOf(records);
    expect(own?.attributes["claimProperties"]).toEqual(["team"]);
  });
});

describe("OAuth apps from a list", () => {
  const list = [
    "Name,Client ID,Vendor,Scopes,Approved by,Approved at",
    'Linear,,Linear Orbit,"repo, read:org",noor,2024-01-02',
    "Sentry,Iv1.abc,,,,",
  ];
  const hints = (records: Awaited<ReturnType<typeof read>>["records"]) =>
    records.flatMap((one) => (one.type === "owner_hint" ? [one.candidate] : []));

  test("they are listed with what the list says, and once where the audit log knows them too", async () => {
    const { records, pages } = await read("oauth-apps", { oauthApps: list });
    const apps = identitiesOf(records);
    expect(apps.map(({ externalId, detail }) => [externalId, detail])).toEqual([
      ["oauth-app:Linear", "github.oauth_app.listed"],
      ["oauth-app:Iv1.abc", "github.oauth_app.listed"],
    ]);
    expect(apps[0]).toMatchObject({
      vendor: "Linear Orbit",
      facts: { privilege: { state: "known", value: { level: "high" } } },
    });
    expect(apps[1]?.facts.privilege.state).toBe("unknown");
    expect(hints(records)).toEqual(["noor", "mira"]);
    expect(pages["oauth-apps"]?.[0]?.complete).toBe(false);
  });

  test("they are listed on a plan without an audit log too", async () => {
    standIn.world.auditLog = null;
    const { records } = await read("oauth-apps", { oauthApps: list });
    expect(identitiesOf(records)).toHaveLength(2);
  });

  test("GitHub's own export of the audit log is understood: approvals count, all else does not", () => {
    const found = readOauthList([
      "action,actor,created_at,oauth_application_name,oauth_application_id",
      "org.oauth_app_access_approved,mira,1710000000000,Linear,61",
      "org.oauth_app_access_denied,mira,1710000000000,Other,62",
    ]);
    expect(found).toMatchObject([
      { name: "Linear", id: "61", approvedBy: "mira", approvedAt: "2024-03-09T16:00:00.000Z" },
    ]);
  });

  test.each([
    ["no header", ["Linear,1"]],
    ["an open quote", ["name", '"Linear']],
    ["too many", ["name", ...Array.from({ length: 2_001 }, (_none, at) => `app-${at}`)]],
  ])("%s is refused in words when the source is saved", (_what, oauthApps) => {
    expect(typeof readOauthList(oauthApps)).toBe("string");
  });
});
