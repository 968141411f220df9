import { expect, type Page, test } from "@playwright/test";
import { administrator, instance } from "./support/instance";
import { openContext } from "./support/open-context";

const signIn = async (page: Page): Promise<void> => {
  await page.goto(`${instance().baseUrl}/sign-in`);
  await page.getByLabel("E-mail address").fill(administrator.email);
  await page.getByLabel("Password", { exact: true }).fill(administrator.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(`${instance().baseUrl}/`);
};

test("signing out ends the session at the server, not only in this browser", async ({
  page,
  browser,
}) => {
  const { baseUrl } = instance();
  await signIn(page);
  const state = await page.context().storageState();
  const thief = await openContext(browser, { storageState: state });
  expect((await thief.request.get(`${baseUrl}/api/v1/identities`)).status()).toBe(200);
  await page.getByRole("button", { name: /Ada Admin|account|person/i }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await page.waitForURL(/sign-in/);
  expect((await thief.request.get(`${baseUrl}/api/v1/identities`)).status()).toBe(401);
});

test("a cookie planted before signing in is replaced", async ({ page, context }) => {
  const { baseUrl } = instance();
  await context.addCookies([{ name: "muster.session", value: "planted", url: baseUrl }]);
  await signIn(page);
  const cookie = (await context.cookies()).find((one) => one.name === "muster.session");
  expect(cookie?.value).not.toBe("planted");
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: "Lax" });
});

test("every page sends people without a session to sign in", async ({ request }) => {
  const { baseUrl } = instance();
  for (const path of ["/", "/identities", "/findings", "/sources", "/audit-log", "/settings"]) {
    const answer = await request.get(`${baseUrl}${path}`, { maxRedirects: 0 });
    expect([307, 303, 302, 404], path).toContain(answer.status());
    expect(await answer.text(), path).not.toContain("Ada Admin");
  }
});

test("every response carries the content security policy, errors and prefetches too", async ({
  request,
}) => {
  const { baseUrl } = instance();
  for (const path of ["/sign-in", "/nope", "/api/health", "/api/v1/nope"]) {
    for (const headers of [
      {},
      { purpose: "prefetch" },
      { "next-router-prefetch": "1", rsc: "1" },
    ]) {
      const answer = await request.get(`${baseUrl}${path}`, {
        headers: headers as Record<string, string>,
      });
      const policy = answer.headers()["content-security-policy"] ?? "";
      expect(policy, path).toContain("frame-ancestors 'none'");
      expect(policy, path).not.toMatch(/script-src[^;]*unsafe-inline/);
    }
  }
});

test("a write from another origin, from none and from null is refused", async ({ browser }) => {
  const { baseUrl, adminState } = instance();
  const admin = await openContext(browser, { storageState: adminState });
  const send = (headers: Record<string, string>) =>
    admin.request.post(`${baseUrl}/api/v1/views`, {
      headers,
      data: { name: "x", page: "identities", query: "" },
    });
  for (const origin of ["https://evil.example", "null", "http://127.0.0.1:1"]) {
    expect((await send({ origin })).status(), origin).toBe(403);
  }
  expect((await send({})).status()).toBe(403);
});
