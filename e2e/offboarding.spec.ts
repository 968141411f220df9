import { readFileSync } from "node:fs";
import path from "node:path";
import { type Browser, expect, type Page, test } from "@playwright/test";
import pg from "pg";
import { publishedKey, savePack, verifyPack } from "./support/evidence";
import { hydrated } from "./support/hydrated";
import { instance } from "./support/instance";
import { picture } from "./support/picture";
import { proveIfAsked } from "./support/step-up";
import { openContext } from "./support/open-context";

const word = "e2e-not-a-real-word-81";
const role = "svc_nightly_export";
const writer = "muster_offboarding";

async function adminPage(browser: Browser): Promise<Page> {
  const { adminState, baseUrl } = instance();
  const context = await openContext(browser, { storageState: adminState, baseURL: baseUrl });
  return context.newPage();
}

/** The embedded server of the running instance stands for a customer's database. */
function server(): { host: string; port: number; user: string; password: string } {
  const { dataDir } = instance();
  const lines = readFileSync(path.join(dataDir, "postgres/postmaster.pid"), "utf8").split("\n");
  const password = readFileSync(path.join(dataDir, "database-password"), "utf8").trim();
  return { host: "127.0.0.1", port: Number(lines[3]), user: "postgres", password };
}

async function asAdmin(...statements: string[]): Promise<void> {
  const client = new pg.Client({ ...server(), database: "postgres" });
  await client.connect();
  for (const statement of statements) await client.query(statement);
  await client.end();
}

/** The role as this source sees it: other specs read the same server through sources of their own. */
async function identityOf(page: Page): Promise<string> {
  const answer = await page.request.get(`/api/v1/identities?q=${role}`);
  const { items } = (await answer.json()) as { items: { id: string; source: { name: string } }[] };
  return items.find((item) => item.source.name === "Orders database")?.id ?? "";
}

async function canSignIn(): Promise<boolean> {
  const client = new pg.Client({ ...server(), user: role, password: word, database: "postgres" });
  return client.connect().then(
    () => client.end().then(() => true),
    () => false,
  );
}

test.describe.configure({ mode: "serial" });

test("a database role is switched off at the provider, given back, and switched off again", async ({
  browser,
}) => {
  await asAdmin(
    `CREATE ROLE ${role} LOGIN PASSWORD '${word}'`,
    `CREATE ROLE ${writer} LOGIN CREATEROLE PASSWORD '${word}'`,
    `GRANT pg_signal_backend, pg_monitor TO ${writer}`,
    `GRANT ${role} TO ${writer} WITH ADMIN OPTION`,
  );
  const page = await adminPage(browser);
  const { port, password } = server();
  const added = await page.request.post("/api/v1/sources", {
    headers: { origin: instance().baseUrl },
    data: {
      connectorId: "postgresql",
      name: "Orders database",
      config: {
        host: "127.0.0.1",
        port,
        database: "postgres",
        user: "postgres",
        password,
        tls: "disable",
      },
      syncNow: true,
    },
  });
  const { sourceId } = (await added.json()) as { sourceId: string };
  await expect.poll(() => identityOf(page), { timeout: 90_000 }).not.toBe("");
  const identityId = await identityOf(page);

  await page.goto(`/identities/${identityId}`);
  await page.getByRole("link", { name: "Offboard", exact: true }).click();
  await expect(page.getByText("Muster can only read Orders database")).toBeVisible();
  await page.getByRole("link", { name: "Add a write credential" }).click();
  await page.waitForURL(`**/sources/${sourceId}/actions`);
  await page.getByRole("textbox", { name: "Role" }).fill(writer);
  await page.getByLabel("Password").first().fill(word);
  await page.getByRole("button", { name: "Keep the write credential" }).click();
  await proveIfAsked(page, page.getByText("Muster can act here"));
  await expect(page.getByText("Muster can act here")).toBeVisible();
  expect(await page.content()).not.toContain(word);

  await page.goto(`/offboarding/new?identity=${identityId}`);
  await page.getByLabel("Reason").fill("The nightly export moved to short-lived tokens");
  await page.getByRole("button", { name: "Request offboarding" }).click();
  await page.waitForURL(/\/offboarding\/[0-9a-f-]{36}/);
  await expect(page.getByText(`ALTER ROLE "${role}" NOLOGIN`)).toBeVisible({ timeout: 30_000 });
  expect(await canSignIn()).toBe(true);

  const decide = async (button: string): Promise<void> => {
    await page.getByRole("button", { name: button }).click();
    await page.getByRole("dialog").getByRole("button", { name: button }).click();
  };
  await decide("Approve");
  await expect(page.getByText("Switched off, being watched")).toBeVisible({ timeout: 30_000 });
  expect(await canSignIn()).toBe(false);

  await page.getByRole("button", { name: "Give it back" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Reason").fill("One report still needs it until Friday");
  await dialog.getByRole("button", { name: "Give it back" }).click();
  await expect(page.getByText("It works again as before.")).toBeVisible({ timeout: 30_000 });
  expect(await canSignIn()).toBe(true);
});

test("an approved case without a watch ends in the proof that the role is gone", async ({
  browser,
}) => {
  const page = await adminPage(browser);
  await page.goto(`/offboarding/new?identity=${await identityOf(page)}`);
  await page.getByLabel("Reason").fill("The report is over; its password was found in a log");
  await page.getByLabel("Days of watching").fill("0");
  await page.getByRole("button", { name: "Request offboarding" }).click();
  await page.waitForURL(/\/offboarding\/[0-9a-f-]{36}/);
  await page.getByRole("button", { name: "Approve" }).click({ timeout: 30_000 });
  await page.getByRole("dialog").getByRole("button", { name: "Approve" }).click();
  const proven = page.getByText("The provider was read again and does not have it any more.");
  await proveIfAsked(page, proven);
  await expect(proven).toBeVisible({ timeout: 60_000 });
  expect(await canSignIn()).toBe(false);
  await expect(page.getByRole("region", { name: "Receipt" })).toContainText("offboarding.moved");
  await page.getByRole("button", { name: "Export evidence" }).click();
  const receipt = test.info().outputPath("receipt.zip");
  await savePack(page, receipt);
  const checked = await verifyPack(receipt, "--key", await publishedKey(page));
  expect(checked.out).toContain("pass  Rows of calls.jsonl");
  expect(checked.code, checked.out).toBe(0);
  await page.goto("/offboarding?view=closed");
  await expect(page.getByRole("row", { name: /^svc_nightly_export .*Proven gone/ })).toBeVisible();
});

test("the write credential goes only after a question that says what stops", async ({
  browser,
}) => {
  const page = await adminPage(browser);
  const listed = await page.request.get("/api/v1/sources");
  const { items } = (await listed.json()) as { items: { id: string; name: string }[] };
  const source = items.find(({ name }) => name === "Orders database");
  await page.goto(`/sources/${source?.id}/actions`);
  await hydrated(page.getByRole("button", { name: "Take it away" }));
  const isThere = page.getByText("Muster can act here");
  await expect(page.getByText("rotations under way here stop at their next step")).toBeVisible();
  await page.getByRole("button", { name: "Take it away" }).click();
  const question = page.getByRole("dialog", { name: "Take the write credential away" });
  await expect(question).toContainText("stop at their next step until somebody leaves them");
  await picture(page, "write-credential-question");
  await question.getByRole("button", { name: "Keep it" }).click();
  await expect(question).toBeHidden();
  await page.reload();
  await expect(isThere).toBeVisible();
  await hydrated(page.getByRole("button", { name: "Take it away" }));
  await page.getByRole("button", { name: "Take it away" }).click();
  await question.getByRole("button", { name: "Take it away" }).click();
  const gone = page.getByText("Muster can only read now");
  await proveIfAsked(page, gone);
  await expect(gone).toBeVisible();
  await expect(isThere).toBeHidden();
});
