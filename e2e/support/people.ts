import { randomBytes } from "node:crypto";
import { type APIRequestContext, type Browser, expect, type Page, request } from "@playwright/test";
import { hashPassword } from "@/lib/infra/password";
import { query } from "./database";
import { administrator, instance } from "./instance";
import { openContext } from "./open-context";

export interface Person {
  name: string;
  email: string;
  password: string;
}

const personNamed = (name: string): Person => ({
  name,
  email: `${name.split(" ")[0]?.toLowerCase()}-${randomBytes(3).toString("hex")}@muster.example`,
  password: "nine quiet herons wade",
});

interface Door {
  baseUrl?: string;
  headers?: Record<string, string>;
  /** A session cookie to begin with. */
  session?: string;
}

const sessionCookie = (value: string) => ({
  name: "muster.session",
  value,
  domain: "127.0.0.1",
  path: "/",
  expires: -1,
  httpOnly: true,
  secure: false,
  sameSite: "Lax" as const,
});

/** A browser's cookie jar without the browser, as seen from `door`. */
export function visitor(door: Door = {}): Promise<APIRequestContext> {
  const baseURL = door.baseUrl ?? instance().baseUrl;
  return request.newContext({
    baseURL,
    extraHTTPHeaders: { origin: baseURL, ...door.headers },
    storageState: { cookies: door.session ? [sessionCookie(door.session)] : [], origins: [] },
  });
}

/** The two requests that the sign-in form makes. Null when let in, else what the form would say. */
export async function signInOver(
  http: APIRequestContext,
  given: Record<string, string>,
): Promise<string | null> {
  const { csrfToken } = (await (await http.get("/api/auth/csrf")).json()) as { csrfToken: string };
  const answer = await http.post("/api/auth/callback/credentials", {
    form: { ...given, csrfToken, json: "true" },
  });
  const landed = new URL(((await answer.json()) as { url: string }).url);
  expect(landed.pathname, "next-auth took the form").not.toContain("/api/auth/signin");
  return landed.searchParams.get("error");
}

/** The first administrator, signed in a moment ago. */
export async function asAdministrator(door: Door = {}): Promise<APIRequestContext> {
  const http = await visitor(door);
  const { email, password } = administrator;
  expect(await signInOver(http, { email, password })).toBeNull();
  return http;
}

/** Somebody who is just there, for tests of the doors behind the invitation. */
export async function insertPerson(name: string, role = "analyst"): Promise<Person> {
  const person = personNamed(name);
  await query(
    `INSERT INTO person (id, email, name, role, password_hash, updated_at)
     VALUES (gen_random_uuid(), $1, $2, $3, $4, now())`,
    [person.email, name, role, await hashPassword(person.password)],
  );
  return person;
}

/** Somebody invited and joined through the invitation's page. */
export async function newPerson(browser: Browser, name: string, role = "analyst"): Promise<Person> {
  const person = personNamed(name);
  const admin = await asAdministrator();
  const invited = await admin.post("/api/v1/people", { data: { email: person.email, role } });
  expect(invited.status()).toBe(201);
  const { url } = (await invited.json()) as { url: string };
  const context = await openContext(browser);
  const page = await context.newPage();
  await page.goto(url);
  await page.getByRole("textbox", { name: "Name" }).fill(person.name);
  await page.getByLabel("Password", { exact: true }).fill(person.password);
  await page.getByRole("button", { name: "Join" }).click();
  await page.waitForURL(`${instance().baseUrl}/`);
  await context.close();
  await admin.dispose();
  return person;
}

/** Fills the first step of the sign-in form. */
export async function enterPassword(
  page: Page,
  person: Person,
  baseUrl = instance().baseUrl,
): Promise<void> {
  await page.goto(`${baseUrl}/sign-in`);
  await page.getByLabel("E-mail address").fill(person.email);
  await page.getByLabel("Password", { exact: true }).fill(person.password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

export async function signOut(page: Page): Promise<void> {
  await page.getByRole("button", { name: /Your account/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await page.waitForURL(/sign-in/);
}
