import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { NextRequest } from "next/server";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { db, sql } from "@/lib/infra/db";
import { personContext } from "@/lib/testing/context";
import { useDatabase } from "@/lib/testing/database";
import { seedIdentities } from "@/lib/testing/identities";
import { assignOwner } from "@/lib/use-cases/identities/assign-owner";
import { signInWithOidc } from "@/lib/use-cases/sessions/sign-in-with-oidc";
import { createToken } from "@/lib/use-cases/tokens/create-token";
import * as group from "./Groups/[id]/route";
import * as groups from "./Groups/route";
import * as types from "./ResourceTypes/route";
import * as schemas from "./Schemas/route";
import * as config from "./ServiceProviderConfig/route";
import * as user from "./Users/[id]/route";
import * as users from "./Users/route";

useDatabase();

type Handler = (
  request: NextRequest,
  route: { params: Promise<Record<string, string>> },
) => Promise<Response>;
const routes: [RegExp, Record<string, unknown>][] = [
  [/^\/scim\/v2\/Users\/([^/]+)$/, user],
  [/^\/scim\/v2\/Users$/, users],
  [/^\/scim\/v2\/Groups\/([^/]+)$/, group],
  [/^\/scim\/v2\/Groups$/, groups],
  [/^\/scim\/v2\/ServiceProviderConfig$/, config],
  [/^\/scim\/v2\/ResourceTypes$/, types],
  [/^\/scim\/v2\/Schemas$/, schemas],
];

async function dispatch(incoming: IncomingMessage, base: string): Promise<Response> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const url = new URL(incoming.url ?? "/", base);
  for (const [pattern, module] of routes) {
    const match = pattern.exec(url.pathname);
    const handler = match ? (module[incoming.method ?? ""] as Handler | undefined) : undefined;
    if (!handler) continue;
    const request = new NextRequest(url, {
      method: incoming.method ?? "GET",
      headers: incoming.headers as Record<string, string>,
      ...(chunks.length > 0 ? { body: Buffer.concat(chunks) } : {}),
    });
    const params: Record<string, string> = match?.[1] ? { id: match[1] } : {};
    return handler(request, { params: Promise.resolve(params) });
  }
  return new Response(null, { status: 405 });
}

let server: Server;
let base = "";
let token = "";
const admin = "0197c0de-0000-7000-8000-00000000ad31";

beforeAll(async () => {
  server = createServer((incoming, out) => {
    void dispatch(incoming, base).then(async (response) => {
      out.writeHead(response.status, Object.fromEntries(response.headers));
      out.end(Buffer.from(await response.arrayBuffer()));
    });
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await sql(
    "INSERT INTO person (id, email, name, role, updated_at) VALUES ($1, 'admin@acme.example', 'Admin', 'admin', now())",
    [admin],
  );
  const wish = { name: "Okta", scopes: ["scim" as const], days: 30 };
  token = (await createToken(personContext("admin", { personId: admin }), wish)).token;
});
afterAll(() => new Promise<void>((closed) => void server.close(() => closed())));

interface Answer {
  status: number;
  type: string | null;
  // A test reads what it expects; anything else fails there.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  body: any;
}

async function call(method: string, path: string, body?: unknown, bearer = token): Promise<Answer> {
  const response = await fetch(`${base}/scim/v2${path}`, {
    method,
    headers: {
      authorization: `Bearer ${bearer}`,
      ...(body === undefined ? {} : { "content-type": "application/scim+json; charset=utf-8" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    type: response.headers.get("content-type"),
    body: text === "" ? null : (JSON.parse(text) as unknown),
  };
}

const patchOp = (...Operations: unknown[]) => ({
  schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
  Operations,
});
const lastEvents = async (most: number): Promise<string[]> =>
  (
    await sql<{ event: string }>("SELECT event FROM audit_event ORDER BY seq DESC LIMIT $1", [most])
  ).map(({ event }) => event);

/** As Okta's SCIM 2.0 app creates somebody. */
const oktaUser = (userName: string, given: string, family: string) => ({
  schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"],
  userName,
  name: { givenName: given, familyName: family },
  emails: [{ primary: true, value: userName, type: "work" }],
  displayName: `${given} ${family}`,
  locale: "en-US",
  externalId: `00u${given}`,
  groups: [],
  password: "not-kept-anywhere",
  active: true,
});

/** As Entra's provisioning service creates somebody. */
const entraUser = (userName: string, externalId: string) => ({
  schemas: [
    "urn:ietf:params:scim:schemas:core:2.0:User",
    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
  ],
  externalId,
  userName,
  active: true,
  displayName: "Bjørn Berg",
  emails: [{ primary: true, type: "work", value: `mail.${userName}` }],
  meta: { resourceType: "User" },
  name: { formatted: "Bjørn Berg", familyName: "Berg", givenName: "Bjørn" },
  roles: [],
  "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": { department: "Data" },
});

describe("the SCIM service", () => {
  it("says what it can do in SCIM's media type", async () => {
    const answer = await call("GET", "/ServiceProviderConfig");
    expect(answer.type).toBe("application/scim+json");
    expect(answer.body).toMatchObject({ patch: { supported: true }, bulk: { supported: false } });
    expect(
      (await call("GET", "/ResourceTypes")).body.Resources.map((one: { id: string }) => one.id),
    ).toEqual(["User", "Group"]);
    expect((await call("GET", "/Schemas")).body.totalResults).toBe(3);
  });

  it("refuses strangers, dead tokens, tokens of other scopes and people who are not administrators", async () => {
    expect((await call("GET", "/Users", undefined, "nonsense")).status).toBe(401);
    const other = await createToken(personContext("admin", { personId: admin }), {
      name: "Reader",
      scopes: ["read", "inventory:write"],
      days: 1,
    });
    const refused = await call("POST", "/Users", oktaUser("x@acme.example", "X", "Y"), other.token);
    expect(refused).toMatchObject({
      status: 403,
      body: { schemas: ["urn:ietf:params:scim:api:messages:2.0:Error"], status: "403" },
    });
    expect(await db().person.count({ where: { email: "x@acme.example" } })).toBe(0);
    expect(await lastEvents(1)).toEqual(["directory.add-person"]);
    await sql(
      "INSERT INTO person (id, email, name, role, updated_at) VALUES ($1, 'an@acme.example', 'An', 'analyst', now())",
      ["0197c0de-0000-7000-8000-0000000000a1"],
    );
    const analyst = await createToken(
      personContext("analyst", { personId: "0197c0de-0000-7000-8000-0000000000a1" }),
      { name: "Mine", scopes: ["scim"], days: 1 },
    );
    expect((await call("GET", "/Users", undefined, analyst.token)).status).toBe(403);
  });
});

describe("Okta", () => {
  it("tests the connection, looks for a person, creates, renames by PUT and disables by PATCH", async () => {
    expect((await call("GET", "/Users?startIndex=1&count=2")).body.startIndex).toBe(1);
    const query = `/Users?filter=${encodeURIComponent('userName eq "Ada.Byron@acme.example"')}&startIndex=1&count=100`;
    expect((await call("GET", query)).body).toMatchObject({ totalResults: 0, Resources: [] });
    const made = await call("POST", "/Users", oktaUser("ada.byron@acme.example", "Ada", "Byron"));
    expect(made).toMatchObject({
      status: 201,
      body: {
        userName: "ada.byron@acme.example",
        active: true,
        externalId: "00uAda",
        name: { givenName: "Ada", familyName: "Byron" },
      },
    });
    expect(made.body.meta.location).toContain(`/scim/v2/Users/${made.body.id}`);
    expect((await call("GET", query)).body.totalResults).toBe(1);
    expect(
      await call("POST", "/Users", oktaUser("ADA.byron@acme.example", "Ada", "Two")),
    ).toMatchObject({
      status: 409,
      body: { scimType: "uniqueness" },
    });
    const put = await call("PUT", `/Users/${made.body.id}`, {
      ...made.body,
      name: { givenName: "Augusta", familyName: "Byron" },
      displayName: "Augusta Byron",
      title: "Countess",
    });
    expect(put).toMatchObject({
      status: 200,
      body: { displayName: "Augusta Byron", title: "Countess" },
    });
    const off = await call(
      "PATCH",
      `/Users/${made.body.id}`,
      patchOp({ op: "replace", value: { active: false } }),
    );
    expect(off).toMatchObject({ status: 200, body: { active: false } });
    expect((await call("GET", `/Users/${made.body.id}`)).body.active).toBe(false);
    expect(
      (await db().person.findUniqueOrThrow({ where: { id: made.body.id } })).passwordHash,
    ).toBeNull();
  });

  it("pushes a group with its people, adds, removes and renames", async () => {
    const people = await Promise.all(
      ["Gina", "Hugo"].map(
        async (name) =>
          (
            await call(
              "POST",
              "/Users",
              oktaUser(`${name.toLowerCase()}@acme.example`, name, "Group"),
            )
          ).body.id as string,
      ),
    );
    const made = await call("POST", "/Groups", {
      schemas: ["urn:ietf:params:scim:schemas:core:2.0:Group"],
      displayName: "Platform",
      members: [{ value: people[0], display: "gina@acme.example" }],
    });
    expect(made).toMatchObject({ status: 201, body: { displayName: "Platform" } });
    const path = `/Groups/${made.body.id}`;
    const add = await call(
      "PATCH",
      path,
      patchOp({ op: "add", path: "members", value: [{ value: people[1], display: "hugo" }] }),
    );
    expect(add).toMatchObject({ status: 204, body: null });
    await call(
      "PATCH",
      path,
      patchOp(
        { op: "remove", path: `members[value eq "${people[0]}"]` },
        { op: "replace", value: { id: made.body.id, displayName: "Platform team" } },
      ),
    );
    expect((await call("GET", path)).body).toMatchObject({
      displayName: "Platform team",
      members: [{ value: people[1], display: "Hugo Group" }],
    });
    expect((await call("GET", `/Users/${people[1]}`)).body.groups).toEqual([
      { value: made.body.id, display: "Platform team" },
    ]);
    expect((await call("DELETE", path)).status).toBe(204);
    expect((await call("GET", path)).status).toBe(404);
  });
});

describe("Entra", () => {
  it("matches by externalId, creates, changes with capital operations and text booleans, soft- and hard-deletes", async () => {
    const oid = "6f8a2c1e-7f5b-4f0e-9f57-2d6b3e0a91aa";
    const query = `/Users?filter=${encodeURIComponent(`externalId eq "${oid}"`)}`;
    expect((await call("GET", query)).body.totalResults).toBe(0);
    const made = await call("POST", "/Users", entraUser("bjorn@acme.example", oid));
    expect(made).toMatchObject({
      status: 201,
      body: { emails: [{ value: "mail.bjorn@acme.example", type: "work", primary: true }] },
    });
    const path = `/Users/${made.body.id}`;
    const boss = (await call("POST", "/Users", oktaUser("boss@acme.example", "Boss", "Berg"))).body
      .id as string;
    const changed = await call(
      "PATCH",
      path,
      patchOp(
        { op: "Replace", path: "displayName", value: "Bjørn B. Berg" },
        { op: "Replace", path: 'emails[type eq "work"].value', value: "bjorn.berg@acme.example" },
        { op: "Add", path: "title", value: "Engineer" },
        {
          op: "Add",
          path: "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager",
          value: boss,
        },
      ),
    );
    expect(changed.body).toMatchObject({
      displayName: "Bjørn B. Berg",
      title: "Engineer",
      emails: [{ value: "bjorn.berg@acme.example" }],
      "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": { manager: { value: boss } },
    });
    const off = await call(
      "PATCH",
      path,
      patchOp({ op: "Replace", path: "active", value: "False" }),
    );
    expect(off.body.active).toBe(false);
    expect((await call("GET", query)).body.Resources[0]).toMatchObject({ active: false });
    const on = await call("PATCH", path, patchOp({ op: "Replace", path: "active", value: "True" }));
    expect(on.body.active).toBe(true);
    expect((await call("DELETE", path)).status).toBe(204);
    expect((await call("GET", path)).status).toBe(404);
    expect((await call("GET", query)).body.totalResults).toBe(0);
    const again = await call("POST", "/Users", {
      ...entraUser("bjorn@acme.example", oid),
      emails: [{ primary: true, type: "work", value: "bjorn.berg@acme.example" }],
    });
    expect(again).toMatchObject({ status: 201, body: { id: made.body.id, active: true } });
  });

  it("changes the members of a group and asks for groups without them", async () => {
    const person = (await call("POST", "/Users", entraUser("cleo@acme.example", "cleo-oid"))).body
      .id as string;
    const made = await call("POST", "/Groups", {
      schemas: [
        "urn:ietf:params:scim:schemas:core:2.0:Group",
        "http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group",
      ],
      externalId: "8aa1a0c0-c4c3-4bc0-b4a5-2ef676900159",
      displayName: "Finance",
      meta: { resourceType: "Group" },
    });
    const path = `/Groups/${made.body.id}`;
    const filter = encodeURIComponent('displayName eq "Finance"');
    const listed = await call("GET", `/Groups?excludedAttributes=members&filter=${filter}`);
    expect(listed.body.totalResults).toBe(1);
    expect(listed.body.Resources[0]).not.toHaveProperty("members");
    await call(
      "PATCH",
      path,
      patchOp({ op: "Add", path: "members", value: [{ $ref: null, value: person }] }),
    );
    expect((await call("GET", path)).body.members).toHaveLength(1);
    await call(
      "PATCH",
      path,
      patchOp({ op: "Remove", path: "members", value: [{ $ref: null, value: person }] }),
    );
    expect((await call("GET", path)).body.members).toEqual([]);
    const unknown = await call(
      "PATCH",
      path,
      patchOp({
        op: "Add",
        path: "members",
        value: [{ value: "0197c0de-0000-7000-8000-00000000dead" }],
      }),
    );
    expect(unknown).toMatchObject({ status: 400, body: { scimType: "invalidValue" } });
  });
});

describe("a directory", () => {
  it("pages by startIndex and count without skipping or repeating", async () => {
    const { totalResults } = (await call("GET", "/Users?count=0")).body as { totalResults: number };
    const seen: string[] = [];
    for (let at = 1; at <= totalResults; at += 3) {
      const { body } = await call("GET", `/Users?startIndex=${at}&count=3`);
      expect(body).toMatchObject({ startIndex: at, totalResults });
      seen.push(...body.Resources.map(({ id }: { id: string }) => id));
    }
    expect(new Set(seen).size).toBe(totalResults);
    expect(seen).toHaveLength(totalResults);
  });

  it("gets SCIM's errors for what it should not send", async () => {
    expect(
      await call("GET", `/Users?filter=${encodeURIComponent('userName sw "a"')}`),
    ).toMatchObject({
      status: 400,
      body: { scimType: "invalidFilter" },
    });
    expect((await call("POST", "/Users", { displayName: "No name" })).status).toBe(400);
    expect(
      (
        await call(
          "PATCH",
          "/Users/not-an-id",
          patchOp({ op: "replace", path: "active", value: false }),
        )
      ).status,
    ).toBe(400);
    expect((await call("GET", "/Users/not-an-id")).status).toBe(404);
  });

  it("opens a leaver's list on disabling, ends sessions, and its audit rows name what happened", async () => {
    const { body } = await call("POST", "/Users", oktaUser("lea@acme.example", "Lea", "Leaver"));
    await signInWithOidc(personContext("owner"), {
      issuer: "https://idp.acme.example",
      subject: "lea",
      verifiedEmail: "lea@acme.example",
      name: "Lea",
      newPersonRole: "",
      userAgent: null,
    });
    await seedIdentities(30, { now: new Date() });
    await assignOwner(personContext("analyst"), { target: { matching: "" }, personId: body.id });
    await call("PATCH", `/Users/${body.id}`, patchOp({ op: "replace", value: { active: false } }));
    expect(await lastEvents(1)).toEqual(["directory.person-changed"]);
    expect(
      await sql("SELECT 1 FROM session WHERE person_id = $1 AND ended_at IS NULL", [body.id]),
    ).toEqual([]);
    const [leaver] = await sql<{ because: string; n: number }>(
      `SELECT l.because, (SELECT count(*)::int FROM leaver_item WHERE leaver_id = l.id AND decision IS NULL) AS n
       FROM leaver l WHERE l.person_id = $1 AND l.closed_at IS NULL`,
      [body.id],
    );
    expect(leaver?.because).toBe("disabled_by_directory");
    expect(leaver?.n).toBeGreaterThan(20);
  });

  it("never removes the last administrator, and never moves an administrator's address", async () => {
    const off = await call(
      "PATCH",
      `/Users/${admin}`,
      patchOp({ op: "replace", value: { active: false } }),
    );
    expect(off.status).toBe(409);
    const moved = await call(
      "PATCH",
      `/Users/${admin}`,
      patchOp({
        op: "replace",
        path: "emails",
        value: [{ value: "evil@acme.example", primary: true }],
      }),
    );
    expect(moved.status).toBe(409);
    expect(await db().person.findUniqueOrThrow({ where: { id: admin } })).toMatchObject({
      status: "active",
      email: "admin@acme.example",
    });
  });
});
