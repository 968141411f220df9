import { readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { actionAnswer } from "../support/actions";
import {
  act,
  actorNamed,
  addPerson,
  ask,
  getJson,
  signIn,
  type TestActor,
  tryAction,
} from "../support/actors";
import { ingestUsers } from "../support/aws-export";
import { query } from "../support/database";
import { administrator } from "../support/instance";
import { fieldsOf } from "../support/field-names";

/** A test that failed starts over: nothing of its first try may be taken for this one's. */
const run = Date.now().toString(36);
const words = { mine: `owned-mine-${run}`, theirs: `owned-theirs-${run}` };

let admin: Record<string, string>;
let mine: TestActor;
let theirs: TestActor;
let sourceId = "";
/** Identities by owner, and everything else that has an id and belongs to the other one. */
let myIds: string[] = [];
let theirIds: string[] = [];
let theirView = "";
let theirToken = "";
let theirSession = "";

interface Listed {
  items: { id: string; name: string }[];
}

test.beforeAll(async () => {
  admin = await signIn(administrator.email, administrator.password);
  mine = await addPerson(admin, "owner", "Olive Mine");
  theirs = await addPerson(admin, "owner", "Theo Theirs");
  const names = [1, 2, 3].flatMap((n) => [`svc-${words.mine}-${n}`, `svc-${words.theirs}-${n}`]);
  const users = names.map((name) => ({ name }));
  sourceId = await ingestUsers(admin, `Ownership probes ${run}`, users);
  const idsOf = async (who: string): Promise<string[]> => {
    const { items } = await getJson<Listed>(admin, `/api/v1/identities?q=${who}`);
    return items.map(({ id }) => id);
  };
  [myIds, theirIds] = [await idsOf(words.mine), await idsOf(words.theirs)];
  await act(admin, "assignOwnerAction", { target: { ids: myIds }, personId: mine.personId });
  await act(admin, "assignOwnerAction", { target: { ids: theirIds }, personId: theirs.personId });
  const view = { name: "Theirs alone", query: `q=${words.theirs}` };
  theirView = (await act<{ id: string }>(theirs.headers, "saveViewAction", view)).id;
  const token = { name: "theirs", scopes: ["read"], days: 1 };
  theirToken = (await act<{ id: string }>(theirs.headers, "createTokenAction", token)).id;
  const [session] = await query<{ id: string }>("SELECT id FROM session WHERE person_id = $1", [
    theirs.personId,
  ]);
  theirSession = session?.id ?? "";
});

test("an owner reads their own identities and nobody else's, by whatever address", async () => {
  expect(myIds).toHaveLength(3);
  expect(theirIds).toHaveLength(3);
  for (const id of myIds) {
    expect((await ask(mine.headers, `/api/v1/identities/${id}`)).status).toBe(200);
  }
  for (const id of theirIds) {
    for (const path of [
      `/api/v1/identities/${id}`,
      `/api/v1/identities/${id}/timeline`,
      `/api/v1/identities/${id}/credentials`,
      `/api/v1/identities/${id}/trusts`,
      `/api/v1/identities/${id}/owner-candidates`,
      `/api/v1/identities/${id}/findings`,
      `/identities/${id}`,
      `/identities?id=${id}`,
      `/identities?identity=${id}`,
    ]) {
      for (const rsc of [{}, { rsc: "1" }] as Record<string, string>[]) {
        const answer = await ask({ ...mine.headers, ...rsc }, path);
        expect(answer.text, path).not.toContain(words.theirs);
        // Next sends a page's data request without its mark in the address away first.
        const refused = rsc.rsc ? [404, 307] : [404];
        if (path.startsWith("/api")) expect(refused, path).toContain(answer.status);
      }
    }
  }
});

test("lists, counts, searches and findings of an owner hold nothing of another", async () => {
  const list = await getJson<Listed>(mine.headers, "/api/v1/identities?limit=200");
  expect(list.items.map(({ id }) => id).toSorted()).toEqual(myIds.toSorted());
  for (const path of [
    `/api/v1/identities?q=${words.theirs}`,
    `/api/v1/identities?q=owner:${theirs.email}`,
    "/api/v1/identities/facets",
    "/api/v1/findings?limit=200",
    "/api/v1/findings/facets",
    "/identities",
    "/findings",
    "/",
  ]) {
    const answer = await ask(mine.headers, path);
    expect(answer.text, path).not.toContain(words.theirs);
    expect(answer.text, path).not.toContain(theirs.email);
  }
  const found = await tryAction(mine.headers, "search", { query: run });
  expect(actionAnswer(found)?.ok).toBe(true);
  expect(found.text).not.toContain(words.theirs);
  // Scores and findings follow the sync.
  let foreign: { id: string }[] = [];
  const open = `/api/v1/findings?source=${sourceId}&limit=200`;
  await expect(async () => {
    const all = await getJson<{ items: { id: string; identity: { id: string } }[] }>(admin, open);
    foreign = all.items.filter(({ identity }) => theirIds.includes(identity.id));
    expect(foreign.length).toBeGreaterThan(0);
  }).toPass({ timeout: 120_000 });
  for (const { id } of foreign) {
    expect((await ask(mine.headers, `/api/v1/findings/${id}`)).status).toBe(404);
    expect((await ask(theirs.headers, `/api/v1/findings/${id}`)).status).toBe(200);
  }
});

test("an owner is not told the names of sources that failed and hold nothing of theirs", async () => {
  const name = `Unread of others ${run}`;
  const source = { connectorId: "aws-export", name, config: {} };
  const added = await ask(admin, "/api/v1/sources", "POST", source);
  const { sourceId: id } = JSON.parse(added.text) as { sourceId: string };
  const error = {
    code: "unauthorized",
    source: name,
    stream: null,
    message: "The provider does not accept the credential.",
    kept: "Everything that was read before is kept.",
    todo: "Give the source a working credential.",
  };
  await query("UPDATE source SET status = 'failed', last_error = $2 WHERE id = $1", [id, error]);
  for (const path of ["/identities", "/findings", "/findings?view=all"]) {
    for (const rsc of [{}, { rsc: "1" }] as Record<string, string>[]) {
      const answer = await ask({ ...mine.headers, ...rsc }, path);
      expect(answer.text, path).not.toContain(name);
    }
    expect((await ask(admin, path)).text, path).toContain(name);
  }
});

test("nobody changes, ends or deletes what belongs to another", async () => {
  const refused: [string, string, object?][] = [
    [`/api/v1/views/${theirView}`, "PATCH", { name: "Taken over" }],
    [`/api/v1/views/${theirView}`, "DELETE"],
    [`/api/v1/tokens/${theirToken}`, "DELETE"],
    [`/api/v1/me/sessions/${theirSession}`, "DELETE"],
    [`/api/v1/people/${theirs.personId}/second-factor`, "DELETE"],
    [`/api/v1/people/${mine.personId}/role`, "PUT", { role: "admin" }],
    [`/api/v1/people/${theirs.personId}/disable`, "POST", {}],
    [`/api/v1/identities/${myIds[0]}/classification`, "PUT", { identityClass: "ai" }],
    ["/api/v1/identities/owner", "POST", { target: { ids: myIds }, personId: mine.personId }],
    ["/api/v1/identities/labels", "POST", { target: { ids: myIds }, add: ["x"] }],
    [`/api/v1/sources/${sourceId}`, "DELETE"],
    [`/api/v1/sources/${sourceId}/sync`, "POST", {}],
    [`/api/v1/people`, "POST", { email: "x@security.example", role: "admin" }],
  ];
  for (const [path, method, body] of refused) {
    const answer = await ask(mine.headers, path, method, body);
    expect([400, 403, 404], `${method} ${path}: ${answer.text}`).toContain(answer.status);
  }
  for (const name of ["endSessionAction", "revokeTokenAction", "deleteViewAction"]) {
    for (const input of [
      { sessionId: theirSession },
      { tokenId: theirToken },
      { id: theirView },
      { id: theirToken },
    ]) {
      const answer = await tryAction(mine.headers, name, input);
      expect(actionAnswer(answer)?.ok, `${name} ${JSON.stringify(input)}`).toBe(false);
    }
  }
  expect(theirSession).toMatch(/^[0-9a-f-]{36}$/);
  expect((await ask(theirs.headers, "/api/v1/me")).status).toBe(200);
  const views = await getJson<Listed>(theirs.headers, "/api/v1/views");
  expect(views.items.find(({ id }) => id === theirView)?.name).toBe("Theirs alone");
  const tokens = await getJson<{ items: { id: string; state: string }[] }>(
    theirs.headers,
    "/api/v1/tokens",
  );
  expect(tokens.items.find(({ id }) => id === theirToken)?.state).toBe("active");
  const own = await getJson<Listed>(mine.headers, "/api/v1/views");
  expect(JSON.stringify(own)).not.toContain(theirView);
});

test("what may be written may not be widened: extra fields are refused and change nothing", async () => {
  const extra = {
    role: "admin",
    status: "active",
    personId: theirs.personId,
    ownerId: mine.personId,
  };
  const writes: [string, string, object][] = [
    ["/api/v1/views", "POST", { name: "Wide", query: "", ...extra }],
    [`/api/v1/views/${theirView}`, "PATCH", { name: "Wide", ...extra }],
    ["/api/v1/identities/labels", "POST", { target: { ids: myIds }, add: ["wide"], ...extra }],
    ["/api/v1/people", "POST", { email: "wide@security.example", ...extra }],
    [
      "/api/v1/sources",
      "POST",
      { connectorId: "aws-export", name: "Wide", config: {}, isSample: true },
    ],
  ];
  for (const [path, method, body] of writes) {
    const answer = await ask(admin, path, method, body);
    expect(answer.status, `${path}: ${answer.text}`).toBe(400);
  }
  const me = await getJson<{ role: string }>(mine.headers, "/api/v1/me");
  expect(me.role).toBe("owner");
  expect(JSON.stringify(await getJson(admin, "/api/v1/sources"))).not.toContain('"Wide"');
});

const fieldsFile = "e2e/security/response-fields.json";

test("answers hold the fields that were agreed, for every role, and no field that is secret", async () => {
  const agreed = JSON.parse(readFileSync(fieldsFile, "utf8")) as Record<string, string[]>;
  const beyond: string[] = [];
  let checked = 0;
  const everyRole = ["The analyst", "The manager", "The auditor", "token read-write"].map(
    (name) => actorNamed(name).headers,
  );
  for (const path of Object.keys(agreed)) {
    for (const headers of [admin, mine.headers, ...everyRole]) {
      const answer = await ask(
        headers,
        path.replace(":identity", myIds[0] ?? "").replace(":source", sourceId),
      );
      if (answer.status !== 200) continue;
      checked += 1;
      const known = new Set(agreed[path]);
      const found = new Set(fieldsOf(JSON.parse(answer.text)));
      const agreedOn = (field: string): boolean =>
        known.has(field) || agreed[path]?.some((one) => one.startsWith(`${field}.`)) === true;
      for (const field of found) if (!agreedOn(field)) beyond.push(`${path}: ${field}`);
      expect(answer.text, path).not.toMatch(
        /"(\w*(password_?hash|sealed|totp|token_?hash|secret_?key)\w*)":/i,
      );
    }
  }
  expect([...new Set(beyond)]).toEqual([]);
  expect(checked).toBeGreaterThan(10);
});
