import { randomBytes } from "node:crypto";
import { expect, type Locator, type Page, test } from "@playwright/test";
import { query } from "./support/database";
import { instance } from "./support/instance";
import { enterPassword, insertPerson, type Person } from "./support/people";

const once = randomBytes(3).toString("hex");
let person: Person;

test.beforeEach(async ({ page }) => {
  person = await insertPerson(`Ossi Once ${once}`, "admin");
  await enterPassword(page, person);
  await page.waitForURL(`${instance().baseUrl}/`);
});

/** A closed dialog would be gone before the key or click is over: nothing is awaited here. */
async function expectToStay(page: Page, dialog: Locator, secret: Locator): Promise<void> {
  await expect(secret).toBeVisible();
  await page.keyboard.press("Escape");
  await page.mouse.click(8, 8);
  expect(await dialog.count(), "still there after Escape and a click beside it").toBe(1);
  await expect(secret).toBeVisible();
}

test("a new token and a channel's signing secrets stay until they are put away on purpose", async ({
  page,
}) => {
  const { baseUrl } = instance();
  await page.goto(`${baseUrl}/settings/tokens`);
  const dialog = page.getByRole("dialog");
  await page.getByRole("button", { name: "Create token" }).click();
  await expect(dialog).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(dialog, "a form holds nothing that would be lost").toHaveCount(0);
  await page.getByRole("button", { name: "Create token" }).click();
  await page.getByLabel("What it is for").fill("Kept");
  await dialog.getByRole("button", { name: "Create token" }).click();
  await expectToStay(page, dialog, dialog.getByText(/^muster_pat_/));
  await dialog.getByRole("button", { name: "Done" }).click();
  await expect(dialog).toHaveCount(0);

  const name = `Receiver ${once}`;
  await page.goto(`${baseUrl}/settings/notifications`);
  await page.getByRole("button", { name: "Add a channel" }).click();
  await dialog.getByRole("combobox", { name: "Kind" }).click();
  await page.getByRole("option", { name: "Signed webhook" }).click();
  await dialog.getByLabel("Name", { exact: true }).fill(name);
  await dialog.getByLabel("Address").fill("https://receiver.example.com/muster");
  await dialog.getByRole("button", { name: "Add the channel" }).click();
  const words = dialog.getByText("Copy the signing secret now");
  await expectToStay(page, dialog, words);
  await dialog.getByRole("button", { name: "Done" }).click();
  await expect(dialog).toHaveCount(0);
  await page.getByRole("button", { name: `More for ${name}` }).click();
  await page.getByRole("menuitem", { name: "New signing secret" }).click();
  await expectToStay(page, dialog, words);
  await dialog.getByRole("button", { name: "Close" }).click();
  await expect(dialog).toHaveCount(0);
  await page.getByRole("button", { name: `More for ${name}` }).click();
  await page.getByRole("menuitem", { name: "Remove" }).click();
  await page.getByRole("button", { name: "Remove the channel" }).click();
  await expect(page.getByText("Channel removed")).toBeVisible();
});

test("recovery codes stay until they are kept, and are replaced only after a question", async ({
  page,
}) => {
  const { baseUrl } = instance();
  await query(
    `INSERT INTO passkey (id, person_id, credential_id, public_key, counter, transports, name)
     SELECT gen_random_uuid(), id, id, '\\x01', 0, '{}', 'Key' FROM person WHERE email = $1`,
    [person.email],
  );
  const hashes = async (): Promise<string[]> =>
    (
      await query<{ hash: string }>(
        `SELECT code_hash AS hash FROM recovery_code JOIN person ON person.id = person_id
         WHERE email = $1 ORDER BY 1`,
        [person.email],
      )
    ).map(({ hash }) => hash);
  await page.goto(`${baseUrl}/settings`);
  await page.getByRole("button", { name: "Create codes" }).click();
  const dialog = page.getByRole("dialog");
  const codes = page.getByRole("list", { name: "Recovery codes" });
  await expectToStay(page, dialog, codes);
  await dialog.getByRole("button", { name: "I have kept them" }).click();
  await expect(dialog).toHaveCount(0);
  const first = await hashes();
  expect(first).toHaveLength(10);

  await page.getByRole("button", { name: "Create new codes" }).click();
  await expect(dialog).toContainText("The 10 codes that you have left stop working at once");
  await dialog.getByRole("button", { name: "Keep the old ones" }).click();
  await expect(dialog).toHaveCount(0);
  expect(await hashes()).toEqual(first);
  await page.getByRole("button", { name: "Create new codes" }).click();
  await dialog.getByRole("button", { name: "Replace the codes" }).click();
  await expect(codes.getByRole("listitem")).toHaveCount(10);
  const second = await hashes();
  expect(second.filter((hash) => first.includes(hash))).toEqual([]);
});
