import { expect, type Page, test } from "@playwright/test";
import { look } from "./support/look";
import { connectDatabase, ownDatabase } from "./support/own-database";
import { adminPage } from "./support/pages";
import { picture } from "./support/picture";
import { proveIfAsked } from "./support/step-up";

/** A source that was connected with a wrong password, mended on the screen. */
const name = "Database to mend";
let page: Page;

test.describe.configure({ mode: "serial" });

test.beforeAll(async ({ browser }) => {
  page = await adminPage(browser);
  const { port } = ownDatabase();
  await connectDatabase(page, { name, port, password: "guessed-at-first" });
});
test.afterAll(async () => {
  await page.context().close();
});

const password = () => page.locator('input[type="password"]').first();
const connection = () => page.getByRole("region", { name: "Connection" });

async function save(): Promise<void> {
  await page.getByRole("button", { name: "Verify and save" }).click();
}

test("a refused source leads from its failure to the form, which knows everything but the secret", async () => {
  await expect(page.getByText("The last sync failed").first()).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText(/under Change this source/).first()).toBeVisible();
  await expect(connection()).toContainText("The provider has not accepted this connection yet");
  await look(page, "source-refused");
  await page.getByRole("link", { name: "Give it a working credential" }).click();
  await page.waitForURL(/\/change$/);
  await expect(page.getByRole("heading", { name: "Change this source" })).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Name" })).toHaveValue(name);
  await expect(page.getByRole("textbox", { name: "Host" })).toHaveValue("127.0.0.1");
  await expect(page.getByRole("textbox", { name: "Port" })).toHaveValue(ownDatabase().port);
  await expect(page.getByRole("textbox", { name: "Role" })).toHaveValue("postgres");
  await expect(password()).toHaveValue("");
  await expect(page.getByText("Kept as it is; fill in to replace.")).toBeVisible();
  expect(await page.content()).not.toContain("guessed-at-first");
  await look(page, "source-change");
});

test("a password that does not work either is refused, and nothing is changed", async () => {
  await page.getByRole("textbox", { name: "Name" }).fill("Not this name");
  await password().fill("guessed-again");
  await save();
  const refusal = page.getByRole("alert").filter({ hasText: "Not saved" });
  await proveIfAsked(page, refusal);
  await expect(refusal).toContainText("does not accept the role or its password");
  await expect(refusal).toContainText("Nothing was changed.");
  await picture(page, "source-change-refused");
  await page.reload();
  await expect(page.getByRole("textbox", { name: "Name" })).toHaveValue(name);
});

test("another address asks for the secret again before anything is sent", async () => {
  await page.getByRole("textbox", { name: "Host" }).fill("localhost");
  await expect(page.getByText("Fill it in again: the address changes.")).toBeVisible();
  await page.getByRole("textbox", { name: "Host" }).fill("127.0.0.1");
  await expect(page.getByText("Kept as it is; fill in to replace.")).toBeVisible();
});

test("a working password is verified, kept, and the next sync reads everything", async () => {
  await password().fill(ownDatabase().password);
  await save();
  await proveIfAsked(page, connection());
  await page.waitForURL(/\/sources\/[0-9a-f-]{36}$/);
  await expect(connection()).toContainText("Signed in as postgres, reading 127.0.0.1");
  await expect(connection()).toContainText("Verified");
  await expect(page.getByText("The provider has accepted the connection since.")).toBeVisible();
  await expect(page.getByRole("link", { name: "Give it a working credential" })).toHaveCount(0);
  await look(page, "source-mended");
  await page.getByRole("button", { name: "Sync now" }).click();
  await expect(page.getByRole("region", { name: "Runs" })).toContainText("Succeeded", {
    timeout: 60_000,
  });
  await expect(page.getByText("The last sync failed")).toHaveCount(0);
  expect(await page.content()).not.toContain(ownDatabase().password);
});

test("verifying again says who Muster is there and when that was", async () => {
  await connection().getByRole("button", { name: "Verify again" }).click();
  await expect(connection()).toContainText(/Asked at \d{4}-\d\d-\d\d \d\d:\d\d UTC/);
  await expect(connection()).toContainText("The connection works and can read everything");
  await expect(connection()).toContainText("Muster signs in as a superuser");
  await look(page, "source-verified");
});
