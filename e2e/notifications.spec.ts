import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, type Page, test } from "@playwright/test";
import pg from "pg";
import { type MailServer, startMailServer } from "../lib/testing/mail-server";
import { administrator, instance } from "./support/instance";
import { adminPage } from "./support/pages";
import { proveIfAsked } from "./support/step-up";
import { openContext } from "./support/open-context";
import { picture } from "./support/picture";
import { mailFile } from "./support/seeded-secrets";
import { violationsOf } from "./support/violations";

const word = "e2e-not-a-real-word-82";
const role = "svc_billing_export";
const writer = "muster_billing_writer";

let mail: MailServer;
test.beforeAll(async () => {
  mail = await startMailServer();
});
test.afterAll(async () => {
  // Kept to the end: the last test looks for secrets in them.
  writeFileSync(mailFile(), mail.mails.map(({ raw }) => raw).join("\n"));
  await mail.close();
});
test.describe.configure({ mode: "serial" });

/** The embedded server of the running instance stands for a customer's database. */
function server(): { host: string; port: number; user: string; password: string } {
  const { dataDir } = instance();
  const lines = readFileSync(path.join(dataDir, "postgres/postmaster.pid"), "utf8").split("\n");
  const password = readFileSync(path.join(dataDir, "database-password"), "utf8").trim();
  return { host: "127.0.0.1", port: Number(lines[3]), user: "postgres", password };
}

async function expectAccessible(page: Page): Promise<void> {
  expect(await violationsOf(page)).toEqual([]);
}

/** A mail's text as its reader sees it. */
const readable = (raw: string): string => raw.replaceAll("=\r\n", "").replaceAll("=3D", "=");

async function connectDatabase(page: Page): Promise<string> {
  const client = new pg.Client({ ...server(), database: "postgres" });
  await client.connect();
  for (const statement of [
    `CREATE ROLE ${role} LOGIN PASSWORD '${word}'`,
    `CREATE ROLE ${writer} LOGIN CREATEROLE PASSWORD '${word}'`,
    `GRANT pg_signal_backend, pg_monitor TO ${writer}`,
    `GRANT ${role} TO ${writer} WITH ADMIN OPTION`,
  ])
    await client.query(statement);
  await client.end();
  const added = await page.request.post("/api/v1/sources", {
    headers: { origin: instance().baseUrl },
    data: {
      connectorId: "postgresql",
      name: "Billing database",
      config: { ...server(), database: "postgres", tls: "disable" },
      syncNow: true,
    },
  });
  expect(added.status()).toBe(201);
  const { sourceId } = (await added.json()) as { sourceId: string };
  await page.goto(`/sources/${sourceId}/actions`);
  await page.getByRole("textbox", { name: "Role" }).fill(writer);
  await page.getByLabel("Password").first().fill(word);
  await page.getByRole("button", { name: "Keep the write credential" }).click();
  await proveIfAsked(page, page.getByText("Muster can act here"));
  await expect(page.getByText("Muster can act here")).toBeVisible();
  const found = async (): Promise<string> => {
    const answer = await page.request.get(`/api/v1/identities?q=${role}`);
    const { items } = (await answer.json()) as {
      items: { id: string; source: { name: string } }[];
    };
    return items.find((item) => item.source.name === "Billing database")?.id ?? "";
  };
  await expect.poll(found, { timeout: 90_000 }).not.toBe("");
  return found();
}

test("a mail server is connected, a test really arrives, and its failure is told as it is", async ({
  browser,
}) => {
  const page = await adminPage(browser);
  await page.goto("/settings/notifications");
  await expect(page.getByText("Nobody is told anything yet")).toBeVisible();
  await page.getByRole("button", { name: "Add a channel" }).click();
  const dialog = page.getByRole("dialog", { name: "Add a channel" });
  await dialog.getByRole("textbox", { name: "Name" }).fill("Company mail");
  await dialog.getByLabel("Mail server").fill("127.0.0.1");
  await dialog.getByRole("textbox", { name: "Port" }).fill(String(mail.port));
  await dialog.getByLabel("Encryption").click();
  await page.getByRole("option", { name: /No encryption/ }).click();
  await dialog.getByLabel("Sender").fill("muster@muster.example");
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Add the channel" }).click();
  const test1 = page.getByRole("button", { name: "Send a test to Company mail" });
  await proveIfAsked(page, test1);
  await test1.click();
  await expect(page.getByText(`Delivered to ${administrator.email}`)).toBeVisible();
  // Other people's notices may travel at the same time.
  expect(mail.mails.map((one) => one.to)).toContainEqual([administrator.email]);

  mail.refuse = () => "550 This mailbox is closed";
  await test1.click();
  await expect(page.getByText(/550 This mailbox is closed/)).toBeVisible();
  mail.refuse = () => null;
  await page.context().close();
});

test("the mail that asks for an approval leads to the case after signing in, and following it changes nothing", async ({
  browser,
}) => {
  const page = await adminPage(browser);
  const identityId = await connectDatabase(page);
  await page.goto(`/offboarding/new?identity=${identityId}`);
  await page.getByLabel("Reason").fill("Billing moved to short-lived tokens");
  await page.getByRole("button", { name: "Request offboarding" }).click();
  await page.waitForURL(/\/offboarding\/[0-9a-f-]{36}/);
  const caseId = page.url().split("/").at(-1) ?? "";

  const link = `${instance().baseUrl}/offboarding/${caseId}`;
  const wanted = () =>
    mail.mails.filter(
      ({ to, raw }) =>
        to.includes(administrator.email) &&
        raw.includes("Subject: Approval wanted") &&
        readable(raw).includes(link),
    );
  await expect.poll(() => wanted().length, { timeout: 60_000 }).toBe(1);
  expect(wanted()[0]?.to).toEqual([administrator.email]);
  const text = readable(wanted()[0]?.raw ?? "");
  expect(text).toContain(role);
  expect(text).toContain("Billing moved to short-lived tokens");
  expect(text).not.toContain(word);

  const stranger = await openContext(browser);
  for (let n = 0; n < 20; n += 1) await stranger.request.get(link);
  expect((await stranger.request.get(`${instance().baseUrl}/api/v1/me`)).status()).toBe(401);
  const state = async (): Promise<string> => {
    const answer = await page.request.get(`/api/v1/offboarding/${caseId}`);
    return ((await answer.json()) as { state: string }).state;
  };
  expect(await state()).toBe("planned");

  const reader = await stranger.newPage();
  await reader.goto(link);
  await reader.waitForURL(/sign-in/);
  await reader.getByLabel("E-mail address").fill(administrator.email);
  await reader.getByLabel("Password", { exact: true }).fill(administrator.password);
  await reader.getByRole("button", { name: "Sign in" }).click();
  await reader.waitForURL(link);
  await expect(reader.getByRole("heading", { level: 1 })).toContainText(role);
  await stranger.close();

  await page.goto("/settings/notifications");
  const row = page
    .getByRole("row")
    .filter({ has: page.locator(`a[href$="/offboarding/${caseId}"]`) })
    .filter({ has: page.getByRole("button", { name: `Send again to ${administrator.email}:` }) });
  await expect(row.getByText("Delivered", { exact: true })).toBeVisible();
  await picture(page, "notifications");
  await row.getByRole("button", { name: /Send again/ }).click();
  await expect.poll(() => wanted().length, { timeout: 60_000 }).toBe(2);
  const ids = wanted().map((one) => /^Message-ID: (.+)$/m.exec(one.raw)?.[1]);
  expect(new Set(ids).size).toBe(1);
  await page.context().close();
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`channels and choices have no accessibility violation in the ${colorScheme} theme and fit a phone`, async ({
    browser,
  }) => {
    const page = await adminPage(browser, { colorScheme });
    for (const path of ["/settings/notifications", "/settings/notices"]) {
      for (const width of [1440, 390]) {
        await page.setViewportSize({ width, height: 900 });
        await page.goto(path);
        await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
        await page.waitForTimeout(500);
        await expectAccessible(page);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        expect(wide, `${path} at ${width}`).toBeLessThanOrEqual(width);
      }
    }
    await page.context().close();
  });
}

test("a person's choice counts for the next notice and survives a reload", async ({ browser }) => {
  const page = await adminPage(browser);
  await page.goto("/settings/notices");
  const choice = page.getByLabel("A source cannot be read, Company mail");
  await expect(choice).toHaveValue("now");
  await choice.selectOption("off");
  await page.getByRole("switch", { name: /^Quiet hours/ }).click();
  await page.getByLabel("From").fill("21:30");
  await page.getByRole("button", { name: "Keep these choices" }).click();
  await expect(page.getByText("Kept", { exact: true })).toBeVisible();
  await page.reload();
  await expect(choice).toHaveValue("off");
  await expect(page.getByLabel("From")).toHaveValue("21:30");
  await page.getByRole("switch", { name: /^Quiet hours/ }).click();
  await page.getByRole("button", { name: "Keep these choices" }).click();
  await expect(page.getByText("Kept", { exact: true })).toBeVisible();
  await page.goto("/settings/notifications");
  await page.getByRole("button", { name: "More for Company mail" }).click();
  await page.getByRole("menuitem", { name: "Remove" }).click();
  await page.getByRole("button", { name: "Remove the channel" }).click();
  const gone = page.getByText("Nobody is told anything yet");
  await proveIfAsked(page, gone);
  await expect(gone).toBeVisible();
  await page.context().close();
});
