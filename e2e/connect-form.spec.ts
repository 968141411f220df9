import { expect, type Page, test } from "@playwright/test";
import { adminPage } from "./support/pages";
import { unusedPort } from "./support/unused-port";

/** The form of a connector, before anything is connected. */
let page: Page;

test.beforeAll(async ({ browser }) => {
  page = await adminPage(browser);
});
test.afterAll(() => page.context().close());

const field = (name: string) => page.getByRole("textbox", { name, exact: true });
const check = () => page.getByRole("button", { name: "Check connection" }).click();

test("a list is typed line by line, and its wrong line is named where it stands", async () => {
  await page.goto("/sources/new?connector=aws");
  await field("Role ARN").fill("arn:aws:iam::123456789012:role/MusterInventory");
  await field("Regions").click();
  await page.keyboard.type("eu-west-1");
  await page.keyboard.press("Enter");
  await page.keyboard.type("somewhere");
  await expect(field("Regions")).toHaveValue("eu-west-1\nsomewhere");
  await check();
  const wrong = "Line 2: Not a region, such as eu-west-1";
  await expect(page.getByText(wrong, { exact: true })).toBeVisible();
  await expect(page.getByText(`Regions: ${wrong}. Nothing was changed.`)).toBeVisible();
});

test("a form shows what is read if nobody touches it", async () => {
  await page.goto("/sources/new?connector=aws");
  await expect(page.getByRole("switch", { name: /SSH keys/ })).toBeChecked();
  await expect(page.getByRole("switch", { name: /Identity Center/ })).not.toBeChecked();
});

test("the answer of a check stands only while the form holds what was checked", async () => {
  await page.goto("/sources/new?connector=postgresql");
  await field("Host").fill("127.0.0.1");
  await page.getByRole("textbox", { name: "Port" }).fill(String(await unusedPort()));
  await field("Role").fill("reader");
  await page.locator('input[type="password"]').fill("not-a-real-word");
  await check();
  const answer = page.getByText("The connection does not work");
  await expect(answer).toBeVisible();
  await expect(page.getByText("failed: nothing answers there (sign-in).")).toBeVisible();
  await field("Role").fill("another");
  await expect(answer).toBeHidden();
});
