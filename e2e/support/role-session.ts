import { randomBytes } from "node:crypto";
import {
  type APIRequestContext,
  type Browser,
  type BrowserContext,
  expect,
  request,
} from "@playwright/test";
import type { Role } from "../../lib/domain/people/permissions";
import { administrator, instance } from "./instance";
import { openContext } from "./open-context";

export interface RoleSession {
  context: BrowserContext;
  name: string;
  email: string;
}

/** The administrator in a browser of their own. */
export function adminContext(browser: Browser, options: object = {}): Promise<BrowserContext> {
  const { adminState, baseUrl } = instance();
  return openContext(browser, { storageState: adminState, baseURL: baseUrl, ...options });
}

/** The administrator signed in this minute, as inviting asks for. */
async function freshAdministrator(): Promise<APIRequestContext> {
  const { baseUrl } = instance();
  const http = await request.newContext({
    baseURL: baseUrl,
    extraHTTPHeaders: { origin: baseUrl },
  });
  const { csrfToken } = (await (await http.get("/api/auth/csrf")).json()) as { csrfToken: string };
  const { email, password } = administrator;
  await http.post("/api/auth/callback/credentials", {
    form: { email, password, csrfToken, json: "true" },
  });
  return http;
}

/** Invites somebody to a role and joins as they would, in a browser of their own. */
export async function joinAs(browser: Browser, role: Role, name: string): Promise<RoleSession> {
  const { baseUrl } = instance();
  const email = `${name.toLowerCase().replaceAll(/\W+/g, ".")}.${randomBytes(3).toString("hex")}@muster.example`;
  const admin = await freshAdministrator();
  const invited = await admin.post("/api/v1/people", { data: { email, role } });
  expect(invited.status()).toBe(201);
  const { url } = (await invited.json()) as { url: string };
  await admin.dispose();
  const context = await openContext(browser, { baseURL: baseUrl });
  const page = await context.newPage();
  await page.goto(url);
  await page.getByRole("textbox", { name: "Name" }).fill(name);
  await page
    .getByLabel("Password", { exact: true })
    .fill(`passphrase ${randomBytes(9).toString("hex")}`);
  await page.getByRole("button", { name: "Join" }).click();
  await page.waitForURL((address) => !address.pathname.startsWith("/invitation"));
  await page.close();
  return { context, name, email };
}
