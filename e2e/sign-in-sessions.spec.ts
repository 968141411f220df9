import { type APIRequestContext, expect, test } from "@playwright/test";
import { query as rows } from "./support/database";
import { instance } from "./support/instance";
import {
  asAdministrator,
  enterPassword,
  insertPerson,
  type Person,
  signInOver,
  visitor,
} from "./support/people";
import { startSecondServer } from "./support/second-server";

const cookieOf = async (http: APIRequestContext): Promise<string> =>
  (await http.storageState()).cookies.find((one) => one.name === "muster.session")?.value ?? "";
const status = async (http: APIRequestContext, path = "/api/v1/me"): Promise<number> =>
  (await http.get(path)).status();
const idOf = async (person: Person): Promise<string> =>
  (await rows<{ id: string }>("SELECT id FROM person WHERE email = $1", [person.email]))[0]?.id ??
  "";
const change = (person: Person, assignment: string) =>
  rows(
    `UPDATE session SET ${assignment} FROM person
     WHERE person.id = person_id AND email = $1 AND ended_at IS NULL`,
    [person.email],
  );
const endedBecause = async (person: Person): Promise<(string | null)[]> =>
  (
    await rows<{ why: string | null }>(
      `SELECT ended_because AS why FROM session JOIN person ON person.id = person_id
       WHERE email = $1 AND ended_at IS NOT NULL ORDER BY ended_at DESC`,
      [person.email],
    )
  ).map((row) => row.why);

test("a session planted before signing in is replaced and stays the planter's", async () => {
  const victim = await insertPerson("Vic Victim");
  const thief = await insertPerson("Theo Thief");
  const planted = await visitor();
  await signInOver(planted, { email: thief.email, password: thief.password });
  const before = await cookieOf(planted);
  const victims = await visitor({ session: before });
  expect(await signInOver(victims, { email: victim.email, password: victim.password })).toBeNull();
  const after = await cookieOf(victims);
  expect(after.length).toBeGreaterThan(20);
  expect(after).not.toBe(before);
  const me = (await (await planted.get("/api/v1/me")).json()) as { email: string };
  expect(me.email).toBe(thief.email);
  await Promise.all([planted.dispose(), victims.dispose()]);
});

test("signing out, ending elsewhere and disabling each close the door for the next request", async () => {
  const person = await insertPerson("Ned Next");
  const { email, password } = person;
  const first = await visitor();
  const second = await visitor();
  for (const http of [first, second])
    expect(await signInOver(http, { email, password })).toBeNull();
  const stolen = await visitor({ session: await cookieOf(first) });
  expect(await status(stolen)).toBe(200);
  const { csrfToken } = (await (await first.get("/api/auth/csrf")).json()) as { csrfToken: string };
  await first.post("/api/auth/signout", { form: { csrfToken, json: "true" } });
  expect([await status(stolen), await status(first), await status(second)]).toEqual([
    401, 401, 200,
  ]);

  expect(await signInOver(first, { email, password })).toBeNull();
  const { items } = (await (await first.get("/api/v1/me/sessions")).json()) as {
    items: { id: string; current: boolean }[];
  };
  const other = items.filter((one) => !one.current);
  expect(items.length - other.length).toBe(1);
  for (const one of other) {
    expect((await first.delete(`/api/v1/me/sessions/${one.id}`)).status()).toBe(200);
  }
  expect([await status(first), await status(second)]).toEqual([200, 401]);

  const admin = await asAdministrator();
  const own = await admin.get("/api/v1/me/sessions");
  const foreign = ((await own.json()) as { items: { id: string }[] }).items[0]?.id ?? "";
  await first.delete(`/api/v1/me/sessions/${foreign}`);
  expect(await status(admin), "nobody ends a session of somebody else").toBe(200);
  const id = await idOf(person);
  expect((await admin.post(`/api/v1/people/${id}/disable`)).status()).toBe(200);
  expect(await status(first)).toBe(401);
  expect(await endedBecause(person)).toContain("person disabled");
  expect((await admin.post(`/api/v1/people/${id}/enable`)).status()).toBe(200);
  expect(await status(first), "an ended session never comes back").toBe(401);
  await Promise.all([first, second, stolen, admin].map((http) => http.dispose()));
});

test("a role change counts from the next request on", async () => {
  const person = await insertPerson("Rita Role");
  const http = await visitor();
  await signInOver(http, { email: person.email, password: person.password });
  expect(await status(http, "/api/v1/sources")).toBe(200);
  const admin = await asAdministrator();
  const id = await idOf(person);
  const put = (role: string) => admin.put(`/api/v1/people/${id}/role`, { data: { role } });
  expect((await put("owner")).status()).toBe(200);
  expect(await status(http, "/api/v1/sources")).toBe(403);
  const page = await http.get("/sources");
  expect(await page.text()).not.toContain("Connect a source");
  expect((await put("analyst")).status()).toBe(200);
  expect(await status(http, "/api/v1/sources")).toBe(200);
  expect((await http.put(`/api/v1/people/${id}/role`, { data: { role: "admin" } })).status()).toBe(
    403,
  );
  await Promise.all([http.dispose(), admin.dispose()]);
});

test("a session ends after 30 minutes without a request and after 12 hours in any case", async () => {
  const person = await insertPerson("Ida Idle");
  const { email, password } = person;
  const http = await visitor();
  await signInOver(http, { email, password });
  await change(person, "last_seen_at = now() - interval '29 minutes 50 seconds'");
  expect(await status(http)).toBe(200);
  await change(person, "last_seen_at = now() - interval '30 minutes 5 seconds'");
  expect(await status(http)).toBe(401);
  expect((await endedBecause(person))[0]).toBe("idle");
  await signInOver(http, { email, password });
  const [row] = await rows<{ hours: number }>(
    `SELECT extract(epoch FROM ends_at - session.created_at)::float / 3600 AS hours
     FROM session JOIN person ON person.id = person_id WHERE email = $1
     ORDER BY session.created_at DESC LIMIT 1`,
    [email],
  );
  expect(row?.hours).toBeCloseTo(12, 2);
  await change(person, "ends_at = now() + interval '5 seconds'");
  expect(await status(http)).toBe(200);
  await change(person, "ends_at = now() - interval '1 second', last_seen_at = now()");
  expect(await status(http)).toBe(401);
  expect(await endedBecause(person)).toContain("expired");
  await http.dispose();
});

/** The Set-Cookie lines of a whole sign-in, without a cookie jar that would judge them. */
async function setCookies(address: string, origin: string, person: Person): Promise<string[]> {
  const csrf = await fetch(`${address}/api/auth/csrf`);
  const { csrfToken } = (await csrf.json()) as { csrfToken: string };
  const held = csrf.headers.getSetCookie();
  const answer = await fetch(`${address}/api/auth/callback/credentials`, {
    method: "POST",
    redirect: "manual",
    headers: { origin, cookie: held.map((line) => line.split(";")[0]).join("; ") },
    body: new URLSearchParams({
      csrfToken,
      email: person.email,
      password: person.password,
      json: "true",
    }),
  });
  return [...held, ...answer.headers.getSetCookie()];
}

test("cookies are bound to the host and to https where the address is https", async () => {
  const person = await insertPerson("Cora Cookie");
  const { baseUrl } = instance();
  const plain = await setCookies(baseUrl, baseUrl, person);
  const session = plain.find((line) => line.startsWith("muster.session="));
  expect(session).toMatch(/; Path=\/;.*HttpOnly; SameSite=Lax/i);
  expect(session).not.toMatch(/Domain=|Secure/i);

  const origin = "https://muster.example";
  const web = await startSecondServer({ env: { MUSTER_BASE_URL: origin } });
  try {
    const secure = await setCookies(web.baseUrl, origin, person);
    const hosted = secure.find((line) => line.startsWith("__Host-muster.session="));
    expect(hosted).toMatch(/; Path=\/;.*HttpOnly; Secure; SameSite=Lax/i);
    for (const line of secure) {
      expect(line).toMatch(/Secure/i);
      expect(line).toMatch(/HttpOnly/i);
      expect(line).toMatch(/SameSite=(Lax|Strict)/i);
      expect(line).not.toMatch(/Domain=/i);
    }
  } finally {
    await web.stop();
  }
});

test("the account page lists where one is signed in, and ends one from afar", async ({ page }) => {
  const person = await insertPerson("Lena List");
  const elsewhere = await visitor({
    headers: { "user-agent": "Mozilla/5.0 (Android 16) Firefox/141.0" },
  });
  await signInOver(elsewhere, { email: person.email, password: person.password });
  await enterPassword(page, person);
  await page.waitForURL(`${instance().baseUrl}/`);
  await page.goto(`${instance().baseUrl}/settings`);
  await expect(page.getByText("Firefox on Android")).toBeVisible();
  await expect(page.getByText("This session", { exact: true })).toBeVisible();
  const ends = page.getByRole("button", { name: "End session" });
  await expect(ends).toHaveCount(1);
  await ends.click();
  await expect(ends).toHaveCount(0);
  expect(await status(elsewhere)).toBe(401);
  await page.getByRole("main").getByRole("button", { name: "Sign out" }).click();
  await page.waitForURL(/sign-in/);
  await elsewhere.dispose();
});
