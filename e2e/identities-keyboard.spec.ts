import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { adminContext } from "./support/role-session";

let context: BrowserContext;
let page: Page;
test.beforeEach(async ({ browser }) => {
  context = await adminContext(browser);
  page = await context.newPage();
});
test.afterEach(async () => {
  await context.close();
});

const row = (at: number) => page.locator(`[data-row="${at}"]`);
const panel = () => page.locator("aside[data-list-panel]");

async function open(search = ""): Promise<void> {
  await page.goto(`/identities${search}`);
  // Rows are drawn in the browser only: where one is, the page listens.
  await expect(row(0)).toBeVisible();
}

test("J and K move, Enter opens the row beside the list, Esc closes it", async () => {
  await open();
  await page.keyboard.press("j");
  await expect(row(0)).toHaveAttribute("data-active", "true");
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await expect(row(2)).toHaveAttribute("data-active", "true");
  await page.keyboard.press("k");
  await expect(row(1)).toHaveAttribute("data-active", "true");
  await expect(row(1).getByRole("link")).toBeFocused();
  const name = (await row(1).getByRole("link").locator("span").nth(1).textContent()) ?? "-";
  await page.keyboard.press("Enter");
  await expect(panel().getByRole("heading", { level: 2 }).first()).toContainText(name);
  await expect(page).toHaveURL(/panel=/);
  await page.keyboard.press("j");
  await expect(row(2)).toHaveAttribute("data-open", "true");
  await page.keyboard.press("Escape");
  await expect(panel()).toBeHidden();
  await expect(page).not.toHaveURL(/panel=/);
});

test("X ticks a row and Esc lets go of it", async () => {
  await open();
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  await expect(page.getByRole("region", { name: "Selection" })).toContainText("1 selected");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("region", { name: "Selection" })).toBeHidden();
});

test("F opens the filters, typing finds one and Enter takes it", async () => {
  await open();
  await page.keyboard.press("f");
  const box = page.getByRole("combobox", { name: "Find a filter" });
  await expect(box).toBeFocused();
  await page.keyboard.type("production");
  await expect(page.getByRole("option", { name: /^Production/ })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(box).toBeHidden();
  await expect(page.getByRole("searchbox")).toHaveValue("env:production");
});

test("? shows the keys, and turning them off stops single letters but not Esc", async () => {
  await open();
  await page.keyboard.press("?");
  const dialog = page.getByRole("dialog", { name: "Keys" });
  await expect(dialog).toBeVisible();
  await dialog.getByRole("switch", { name: "Single-key shortcuts" }).click();
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await page.keyboard.press("j");
  await expect(row(0)).not.toHaveAttribute("data-active", "true");
  await page.keyboard.press("f");
  await expect(page.getByRole("combobox", { name: "Find a filter" })).toBeHidden();
});

test("/ goes to the filter text, where letters are letters", async () => {
  await open();
  await page.keyboard.press("/");
  await expect(page.getByRole("searchbox")).toBeFocused();
  await page.keyboard.type("jk");
  await expect(page.getByRole("searchbox")).toHaveValue("jk");
  await expect(row(0)).not.toHaveAttribute("data-active", "true");
});

test.describe("the palette", () => {
  const palette = () => page.getByRole("textbox", { name: "Search" });

  test("finds identities by name and opens them", async () => {
    const answer = await page.request.get("/api/v1/identities?limit=1");
    const { items } = (await answer.json()) as { items: { id: string; name: string }[] };
    await open();
    await page.keyboard.press("Control+k");
    await palette().fill(items[0]?.name ?? "");
    await page
      .getByRole("button", { name: new RegExp(items[0]?.name ?? "none") })
      .first()
      .click();
    await page.waitForURL(/\/identities\/[0-9a-f-]{36}/);
    await expect(page.getByRole("heading", { level: 1 })).toContainText(items[0]?.name ?? "");
  });

  test("finds people, and opens what they own", async () => {
    await open();
    await page.keyboard.press("Control+k");
    await palette().fill("Ada");
    await page.getByRole("button", { name: /^Ada Admin/ }).click();
    await expect(page.getByRole("searchbox")).toHaveValue("owner:ada@muster.example");
    await expect(page.getByText("ada@muster.example").first()).toBeVisible();
  });

  test("finds sources, pages and actions", async () => {
    await open();
    await page.getByRole("button", { name: "Search or jump to" }).click();
    await palette().fill("sample");
    await page.getByRole("button", { name: /^Sample organisation/ }).click();
    await page.waitForURL(/\/sources\/[0-9a-f-]{36}/);
    await page.keyboard.press("Control+k");
    await palette().fill("connect a");
    await page.getByRole("button", { name: "Connect a source" }).click();
    await page.waitForURL(/\/sources\/new/);
    await page.keyboard.press("Control+k");
    await palette().fill("audit");
    await page.getByRole("button", { name: "Audit log" }).click();
    await page.waitForURL(/\/audit-log/);
  });
});
