import { createHash } from "node:crypto";
import { type APIRequestContext, expect, test } from "@playwright/test";
import { query as rows } from "./support/database";
import { asAdministrator, newPerson, signInOver, visitor } from "./support/people";

interface Made {
  id: string;
  token: string;
}

async function createToken(http: APIRequestContext, scopes: string[]): Promise<Made> {
  const answer = await http.post("/api/v1/tokens", { data: { name: "Test", scopes, days: 7 } });
  expect(answer.status()).toBe(201);
  return (await answer.json()) as Made;
}

const bearer = (token: string) => visitor({ headers: { authorization: `Bearer ${token}` } });

test("a token is shown once, kept as a hash, recognisable, and refused when a letter is wrong", async ({
  browser,
}) => {
  const person = await newPerson(browser, "Toni Token");
  const http = await visitor();
  await signInOver(http, { email: person.email, password: person.password });
  const { id, token } = await createToken(http, ["read"]);
  expect(token).toMatch(/^muster_pat_[\w-]{47}$/);
  const [row] = await rows<Record<string, unknown>>("SELECT * FROM api_token WHERE id = $1", [id]);
  expect(JSON.stringify(row)).not.toContain(token.slice(11, 40));
  expect(row).toMatchObject({
    token_hash: createHash("sha256").update(token).digest("hex"),
    last_four: token.slice(-4),
  });
  const list = await (await http.get("/api/v1/tokens")).text();
  expect(list).toContain(id);
  expect(list).not.toContain(token.slice(11, 40));

  const script = await bearer(token);
  expect((await script.get("/api/v1/me")).status()).toBe(200);
  for (const wrong of [
    token.slice(0, -1) + (token.endsWith("a") ? "b" : "a"),
    `${token}a`,
    token.replace("muster_pat_", "muster_pat-"),
    token.toUpperCase(),
    "muster_pat_",
  ]) {
    expect((await (await bearer(wrong)).get("/api/v1/me")).status()).toBe(401);
  }
  expect((await http.delete(`/api/v1/tokens/${id}`)).status()).toBe(200);
  expect((await script.get("/api/v1/me")).status()).toBe(401);
});

test("a token reaches its scopes, ends at its time and dies with its person", async ({
  browser,
}) => {
  const person = await newPerson(browser, "Selma Scope");
  const http = await visitor();
  await signInOver(http, { email: person.email, password: person.password });
  const reading = await createToken(http, ["read"]);
  const writing = await createToken(http, ["inventory:write"]);
  const reader = await bearer(reading.token);
  const writer = await bearer(writing.token);
  const view = { name: "From a script", page: "identities", query: "" };
  expect((await reader.get("/api/v1/sources")).status()).toBe(200);
  expect((await reader.post("/api/v1/views", { data: view })).status()).toBe(403);
  expect((await writer.post("/api/v1/views", { data: view })).status()).toBe(201);
  expect((await writer.get("/api/v1/sources")).status()).toBe(403);
  expect((await reader.get("/api/v1/audit-events")).status(), "beyond the person's role").toBe(403);
  for (const script of [reader, writer]) {
    const more = { name: "More", scopes: ["read"], days: 7 };
    expect((await script.post("/api/v1/tokens", { data: more })).status()).toBe(403);
  }
  await rows("UPDATE api_token SET expires_at = now() - interval '1 second' WHERE id = $1", [
    reading.id,
  ]);
  expect((await reader.get("/api/v1/sources")).status()).toBe(401);
  await rows("UPDATE person SET status = 'disabled' WHERE email = $1", [person.email]);
  expect((await writer.post("/api/v1/views", { data: view })).status()).toBe(401);
});

test("people are invited, changed, disabled and reset over the API by administrators only", async ({
  browser,
}) => {
  const person = await newPerson(browser, "Pia People");
  const found = await rows<{ id: string }>("SELECT id FROM person WHERE email = $1", [
    person.email,
  ]);
  const id = found[0]?.id ?? "";
  const analyst = await visitor();
  await signInOver(analyst, { email: person.email, password: person.password });
  const admin = await asAdministrator();
  const email = `later-${id.slice(-6)}@muster.example`;
  const calls: [method: "post" | "put" | "delete", path: string, data?: object][] = [
    ["post", "/api/v1/people", { email, role: "admin" }],
    ["put", `/api/v1/people/${id}/role`, { role: "admin" }],
    ["delete", `/api/v1/people/${id}/second-factor`],
    ["post", `/api/v1/people/${id}/disable`],
    ["post", `/api/v1/people/${id}/enable`],
  ];
  for (const [method, path, data] of calls) {
    expect((await analyst[method](path, { data })).status(), `${method} ${path}`).toBe(403);
  }
  const before = await rows("SELECT role, status FROM person WHERE id = $1", [id]);
  expect(before).toEqual([{ role: "analyst", status: "active" }]);
  for (const [method, path, data] of calls) {
    const answer = await admin[method](path, { data });
    expect([path, answer.ok()]).toEqual([path, true]);
  }
  const extra = { role: "analyst", status: "disabled" };
  expect((await admin.put(`/api/v1/people/${id}/role`, { data: extra })).status()).toBe(400);
  expect(await rows("SELECT role, status FROM person WHERE id = $1", [id])).toEqual([
    { role: "admin", status: "active" },
  ]);
  const open = (await (await admin.get("/api/v1/invitations")).json()) as {
    items: { id: string; email: string }[];
  };
  const invitation = open.items.find((one) => one.email === email)?.id ?? "";
  expect((await admin.delete(`/api/v1/invitations/${invitation}`)).status()).toBe(200);
  expect((await admin.delete(`/api/v1/invitations/${invitation}`)).status()).toBe(404);

  await rows("UPDATE session SET stepped_up_at = NULL WHERE person_id = $1", [id]);
  const stale = await visitor();
  await signInOver(stale, { email: person.email, password: person.password });
  await rows("UPDATE session SET stepped_up_at = NULL WHERE person_id = $1", [id]);
  const refused = await stale.post(`/api/v1/people`, { data: { email, role: "owner" } });
  expect(((await refused.json()) as { error: { code: string } }).error.code).toBe(
    "step_up_required",
  );
});

test("a source is renamed over the API after a step-up only, and keeps what was left out", async () => {
  const admin = await asAdministrator();
  const { items } = (await (await admin.get("/api/v1/sources")).json()) as {
    items: { id: string; name: string }[];
  };
  const source = items[0];
  const path = `/api/v1/sources/${source?.id}`;
  expect((await admin.patch(path, { data: { name: "Renamed", status: "x" } })).status()).toBe(400);
  expect((await admin.patch(path, { data: { name: "Renamed" } })).status()).toBe(200);
  expect(await (await admin.get(path)).text()).toContain("Renamed");
  expect((await admin.patch(path, { data: { name: source?.name } })).status()).toBe(200);
  const sessions = (await (await admin.get("/api/v1/me/sessions")).json()) as {
    items: { id: string; current: boolean }[];
  };
  const own = sessions.items.find((one) => one.current)?.id;
  await rows("UPDATE session SET stepped_up_at = NULL WHERE id = $1", [own]);
  const refused = await admin.patch(path, { data: { name: "Again" } });
  expect(((await refused.json()) as { error: { code: string } }).error.code).toBe(
    "step_up_required",
  );
});
