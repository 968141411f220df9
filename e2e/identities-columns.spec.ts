import { expect, type Page, test } from "@playwright/test";
import { identityList, sample } from "./support/identity-list";
import { adminContext } from "./support/role-session";

const widthOf = async (page: Page, title: string): Promise<number> =>
  (await page.getByRole("columnheader", { name: title, exact: true }).boundingBox())?.width ?? 0;

test("a column is as wide as somebody drags it, and the address keeps that", async ({
  browser,
}) => {
  const context = await adminContext(browser);
  const page = await context.newPage();
  await identityList(page).open(`?q=${encodeURIComponent(sample)}`);
  const before = await widthOf(page, "Source");
  const head = page.getByRole("columnheader", { name: "Source", exact: true });
  const box = await head.boundingBox();
  if (!box) throw new Error("The column has no head");
  const edge = { x: box.x + box.width - 3, y: box.y + box.height / 2 };
  await page.mouse.move(edge.x, edge.y);
  await page.mouse.down();
  await page.mouse.move(edge.x + 60, edge.y, { steps: 4 });
  await page.mouse.move(edge.x + 120, edge.y, { steps: 4 });
  await page.mouse.up();
  expect(await widthOf(page, "Source")).toBe(before + 120);
  expect((await head.boundingBox())?.x).toBeCloseTo(box.x, 0);
  await expect(page).toHaveURL(new RegExp(`[?&]widths=[^&]*source\\.${before + 120}`));
  await expect(page.getByRole("button", { name: "Save view" })).toBeVisible();
  await page.reload();
  expect(await widthOf(page, "Source")).toBe(before + 120);
  await head.locator("[aria-hidden]").dblclick();
  expect(await widthOf(page, "Source")).toBe(before);
  await context.close();
});

test("columns are made wider and narrower with the keyboard alone", async ({ browser }) => {
  const context = await adminContext(browser);
  const page = await context.newPage();
  await identityList(page).open(`?q=${encodeURIComponent(sample)}`);
  const before = { name: await widthOf(page, "Name"), owner: await widthOf(page, "Owner") };
  await page.getByRole("button", { name: "Columns" }).press("Enter");
  const panel = page.getByRole("dialog", { name: "Columns and density" });
  await panel.getByRole("button", { name: "Make Owner wider" }).press("Enter");
  await expect.poll(() => widthOf(page, "Owner")).toBe(before.owner + 24);
  await panel.getByRole("button", { name: "Make Name narrower" }).press("Enter");
  await expect.poll(() => widthOf(page, "Name")).toBeCloseTo(before.name - 24, 0);
  await panel.getByRole("button", { name: "Back to the usual columns" }).press("Enter");
  await expect.poll(() => widthOf(page, "Owner")).toBe(before.owner);
  await expect.poll(() => widthOf(page, "Name")).toBe(before.name);
  await context.close();
});
