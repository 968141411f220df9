import { expect, test } from "@playwright/test";
import pg from "pg";
import { databaseUrl } from "./support/database";
import { administrator, instance } from "./support/instance";
import { look } from "./support/look";
import { openContext } from "./support/open-context";
import { joinAs } from "./support/role-session";

test("the one-time link creates the first administrator, once, in both themes and on a phone", async ({
  page,
  browser,
}) => {
  const { setupUrl, baseUrl, adminState } = instance();
  await page.goto(baseUrl);
  await expect(page.getByText("Open the one-time link that Muster printed")).toBeVisible();
  await expect(page.getByLabel("Password")).toHaveCount(0);
  const late = await (await openContext(browser)).newPage();
  await late.goto(setupUrl);
  await page.goto(`${baseUrl}/setup`);
  await expect(page.getByRole("heading", { name: "This link is not whole" })).toBeVisible();
  await look(page, "setup-half-link");
  await page.goto(setupUrl);
  await expect(page.getByRole("button", { name: "Create administrator" })).toBeVisible();
  await look(page, "setup");
  await page.getByRole("textbox", { name: "Name" }).fill(administrator.name);
  await page.getByLabel("E-mail address").fill(administrator.email);
  await page.getByLabel("Password", { exact: true }).fill("short");
  await page.getByRole("button", { name: "Create administrator" }).click();
  await expect(page.getByText("Use at least 12 characters")).toBeVisible();
  await look(page, "setup-refused");
  await page.getByLabel("Password", { exact: true }).fill(administrator.password);
  await page.getByRole("button", { name: "Create administrator" }).click();
  await page.waitForURL(`${baseUrl}/`);
  await page.context().storageState({ path: adminState });

  await late.getByRole("textbox", { name: "Name" }).fill("Eve");
  await late.getByLabel("E-mail address").fill("eve@muster.example");
  await late.getByLabel("Password", { exact: true }).fill("another-long-passphrase");
  await late.getByRole("button", { name: "Create administrator" }).click();
  await expect(late.getByText("Muster is set up already. Sign in")).toBeVisible();
  await look(late, "setup-too-late");
  await late.goto(setupUrl);
  await expect(late.getByRole("heading", { name: "Muster is set up already" })).toBeVisible();
  await look(late, "setup-done");
  await late.getByRole("link", { name: "Sign in" }).click();
  await expect(late.getByLabel("Password", { exact: true })).toBeVisible();
});

test("a wrong password and an unknown person get the same answer", async ({ page }) => {
  const { baseUrl } = instance();
  const answers: string[] = [];
  for (const email of [administrator.email, "nobody@muster.example"]) {
    await page.goto(`${baseUrl}/sign-in`);
    await page.getByLabel("E-mail address").fill(email);
    await page.getByLabel("Password", { exact: true }).fill("not the password at all");
    await page.getByRole("button", { name: "Sign in" }).click();
    const answer = page.getByText("is not right");
    await expect(answer).toBeVisible();
    answers.push((await answer.textContent()) ?? "");
  }
  expect(answers[0]).toBe(answers[1]);
});

test("an empty inventory offers a connection to those who may, and tells others who can", async ({
  browser,
}) => {
  const { baseUrl, adminState } = instance();
  const admin = await openContext(browser, { storageState: adminState, baseURL: baseUrl });
  const page = await admin.newPage();
  await page.goto("/identities");
  await page.getByRole("main").getByRole("link", { name: "Connect a source" }).click();
  await page.waitForURL(/\/sources\/new$/);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await admin.close();

  const { context } = await joinAs(browser, "manager", "First Manager");
  const theirs = await context.newPage();
  await theirs.goto("/identities");
  const list = theirs.getByRole("main");
  await expect(list.getByText("An administrator or an analyst connects one.")).toBeVisible();
  await expect(list.getByRole("link", { name: /source/i })).toHaveCount(0);
  await context.close();
});

/** Keeps the worker from scoring, as another worker that scores would, until it is released. */
async function withoutScoring(): Promise<() => Promise<void>> {
  const client = new pg.Client({ connectionString: databaseUrl() });
  await client.connect();
  await client.query("SELECT pg_advisory_lock(7061975)");
  return () => client.end();
}

test("one click loads the sample organisation through the ordinary sync", async ({ browser }) => {
  const { baseUrl, adminState } = instance();
  const context = await openContext(browser, { storageState: adminState });
  const page = await context.newPage();
  const release = await withoutScoring();
  await page.goto(`${baseUrl}/sources`);
  await page.getByRole("button", { name: "Explore a sample organisation" }).first().click();
  const overview = await context.newPage();
  await expect(async () => {
    await overview.goto(`${baseUrl}/`);
    await expect(overview.getByText("Nothing is counted yet")).toBeVisible({ timeout: 2_000 });
    await page.goto(`${baseUrl}/identities`);
    await expect(page.getByText("Not counted yet")).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 120_000 });
  await look(overview, "uncounted");
  await release();
  // Both find out by themselves.
  await expect(overview.getByRole("list", { name: "Figures", exact: true })).toContainText(
    /Identities[\d,]{5}/,
    { timeout: 120_000 },
  );
  await expect(page.getByText(/^[\d,]{5} in the inventory$/)).toBeVisible({ timeout: 120_000 });
  const figures = async (): Promise<number> => {
    const answer = await context.request.get(`${baseUrl}/api/v1/identities?q=risk:>1&limit=200`);
    const body = (await answer.json()) as { items: unknown[] };
    return body.items.length;
  };
  await expect.poll(figures, { timeout: 150_000, intervals: [1_000] }).toBe(200);
});
