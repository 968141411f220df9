import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { testConnectorIo } from "@/lib/testing/connector-io";
import { mapSsoCredential } from "./streams/sso-credentials";
import { startGitHub } from "./testing/stand-in";
import {
  appConfig,
  identitiesOf,
  lenient,
  pagesOf,
  recordsOf,
  type StandIn,
} from "./testing/reading";
import { createWorld } from "./testing/world";

let standIn: StandIn;
let io: ReturnType<typeof testConnectorIo>;
beforeAll(async () => {
  standIn = await startGitHub(createWorld({ repos: 3 }));
});
afterAll(() => standIn.close());
beforeEach(() => {
  standIn.faults.length = 0;
  io = testConnectorIo({ limits: lenient });
  return () => io.close();
});
const answer = (given: { status: number; body: unknown }, isMeant: (path: string) => boolean) =>
  standIn.faults.push(({ path }) => (isMeant(path) ? given : undefined));
const gone = { status: 404, body: { message: "Not Found" } };
const read = async (stream: string) => {
  const pages = (await pagesOf(appConfig(standIn), io, stream))[stream] ?? [];
  return {
    ids: identitiesOf(recordsOf(pages)).map(({ externalId }) => externalId),
    gaps: pages.flatMap(({ gaps }) => gaps ?? []),
    records: recordsOf(pages),
  };
};

describe("what changes between two calls", () => {
  test.each([
    ["fine-grained-tokens", /^\/orgs\/acme\/personal-access-tokens\/\d+\/repositories$/],
    ["actions-secrets", /^\/orgs\/acme\/actions\/secrets\/SIGNING_KEY\/repositories$/],
  ])("of %s one entry that has gone hides none of the others", async (stream, path) => {
    const before = await read(stream);
    answer(gone, (asked) => path.test(asked));
    const after = await read(stream);
    expect(after.gaps).toEqual([]);
    expect(after.ids).toEqual(before.ids);
    expect(before.ids.length).toBeGreaterThan(1);
  });
});

test.each([
  ["a folder", [{ type: "file", name: "x" }]],
  ["a link to nowhere", { type: "symlink", target: "../away" }],
  ["a submodule", { type: "submodule", submodule_git_url: "https://example.com/x.git" }],
])(
  "%s with the name of CODEOWNERS names nobody, and its repository is read",
  async (_name, body) => {
    const whole = await read("deploy-keys");
    io = testConnectorIo({ limits: lenient });
    answer(
      { status: 200, body },
      (path) => path.includes("/contents/") && path.includes("CODEOWNERS"),
    );
    const odd = await read("deploy-keys");
    expect(odd.ids).toEqual(whole.ids);
    const named = odd.records.filter(
      (record) =>
        record.type === "owner_hint" && record.evidence.includes("names them for workflows"),
    );
    expect(named).toEqual([]);
  },
);

test("a token that single sign-on keeps out lacks an authorisation, not the plan", async () => {
  const message =
    "Resource protected by organization SAML enforcement. You must grant your Personal Access token access to this organization.";
  answer({ status: 403, body: { message } }, (path) => path.endsWith("/installations"));
  const { gaps } = await read("app-installations");
  expect(gaps).toMatchObject([{ reason: "forbidden" }]);
  expect(gaps[0]?.message).toContain("You must grant");
});

test.each([
  ["GitHub app token", [], "not_offered"],
  ["OAuth app token", undefined, "not_offered"],
  ["SSH Key", undefined, "not_offered"],
  ["personal access token", ["repo"], "high"],
  ["personal access token", [], "none"],
])("of a %s with the scopes %j the privilege is %s", (type, scopes, expected) => {
  const at = "2026-01-02T03:04:05.000Z";
  const [identity] = mapSsoCredential(
    {
      login: "mira",
      credential_id: 1,
      credential_type: type,
      credential_authorized_at: at,
      credential_accessed_at: null,
      authorized_credential_expires_at: null,
      ...(scopes ? { scopes } : {}),
    },
    "acme",
    { source: "GET /x", at: new Date(at) },
  );
  const privilege = identity?.type === "identity" ? identity.facts.privilege : undefined;
  const told = privilege?.state === "known" ? privilege.value.level : privilege?.reason;
  expect(told).toBe(expected);
});
