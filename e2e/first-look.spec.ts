import { expect, type Page, test } from "@playwright/test";
import type { IdentityDetail } from "../lib/domain/inventory/identity-detail";
import { adminPage } from "./support/pages";

const read = async <Answer>(page: Page, path: string): Promise<Answer> =>
  (await (await page.request.get(path)).json()) as Answer;

/** An identity of the sample organisation that a filter matches. */
async function sampleOf(page: Page, q: string): Promise<IdentityDetail> {
  const query = new URLSearchParams({ limit: "1", q: `source:"Sample organisation" ${q}` });
  const { items } = await read<{ items: { id: string }[] }>(page, `/api/v1/identities?${query}`);
  return read(page, `/api/v1/identities/${items[0]?.id}`);
}

test("no control is offered for what is not there: an owner to remove, a secret to rotate", async ({
  browser,
}) => {
  const page = await adminPage(browser);
  const { identity } = await sampleOf(page, "owner:none rotation:not_applicable");
  await page.goto(`/identities/${identity.id}`);
  await page.getByRole("button", { name: "Set owner" }).click();
  const dialog = page.getByRole("dialog", { name: "Set owner" });
  await expect(dialog.getByRole("button", { name: "Set owner" })).toBeVisible();
  await expect(dialog.getByRole("button", { name: "Remove owner" })).toHaveCount(0);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("link", { name: "Offboard", exact: true })).toBeVisible();
  await expect(page.getByRole("link", { name: "Rotate", exact: true })).toHaveCount(0);

  await page.goto(`/offboarding/rotate?identity=${identity.id}`);
  await page.getByRole("link", { name: "Offboard it" }).click();
  await expect(page.getByRole("heading", { name: `Offboard ${identity.name}` })).toBeVisible();
  await page.context().close();
});

test("a page names one vendor: the one the source names, until a person says more", async ({
  browser,
}) => {
  const page = await adminPage(browser);
  const { identity, vendor } = await sampleOf(page, "class:third_party");
  expect(vendor).not.toBeNull();
  await page.goto(`/identities/${identity.id}`);
  const owner = page.getByRole("region", { name: "Owner" });
  await expect(owner.locator("dt", { hasText: "Vendor" }).locator("+ dd")).toHaveText(vendor ?? "");
  await page.context().close();
});

test("the AI credentials are headed as the menu calls them, and stay so beside an open panel", async ({
  browser,
}) => {
  const page = await adminPage(browser);
  const menu = page.getByRole("navigation", { name: "Main" });
  await page.goto("/");
  await menu.getByRole("link", { name: "AI and agents" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "AI and agents" })).toBeVisible();
  await page.getByRole("grid", { name: "Identities" }).locator("[data-row] a").first().click();
  await expect(page.getByRole("link", { name: "Open as a page" })).toBeVisible();
  await expect(menu.locator("[aria-current=page]")).toHaveText("AI and agents");
  await page.context().close();
});

test("on a phone the current section of Settings is in sight, and no name stands without a value", async ({
  browser,
}) => {
  const page = await adminPage(browser, { viewport: { width: 390, height: 844 } });
  await page.goto("/settings/health");
  const sections = page.getByRole("navigation", { name: "Settings" });
  await expect(sections.getByRole("link", { name: "Health" })).toBeInViewport({ ratio: 1 });
  for (const path of ["/people", "/settings/people"]) {
    await page.goto(path);
    const own = page
      .getByRole("region", { name: "People" })
      .locator("tr", { hasText: "Ada Admin" });
    await expect(own.locator("td").first()).toBeVisible();
    await expect(own.locator("td:empty")).toHaveCount(1);
    await expect(own.locator("td:empty")).toBeHidden();
  }
  await page.context().close();
});

test("a page's main action stands beside its title, and its links wear the colour of links", async ({
  browser,
}) => {
  const page = await adminPage(browser);
  await page.goto("/settings/tokens");
  const title = await page.getByRole("heading", { level: 1 }).boundingBox();
  const action = await page.getByRole("button", { name: "Create token" }).boundingBox();
  expect(action?.x ?? 0).toBeGreaterThan((title?.x ?? 0) + 400);
  expect(action?.y ?? 0).toBeLessThan((title?.y ?? 0) + (title?.height ?? 0));
  const link = page.getByRole("link", { name: "API's description" });
  // What browsers give to links that no style names.
  await expect(link).not.toHaveCSS("color", "rgb(0, 0, 238)");
  await page.context().close();
});

test("a chart tells its bars to those who do not see them, each with its span", async ({
  browser,
}) => {
  const page = await adminPage(browser);
  await page.goto("/");
  const chart = page.getByRole("region", { name: /AI keys that can be judged/ });
  const bar = chart.getByRole("listitem").filter({ hasText: "days:" });
  await expect(bar).toHaveCount(7);
  await expect(bar.nth(1)).toHaveText(/^30–59 days: [\d,]+, [\d,]+ of them past policy$/);
  const trend = page.getByRole("region", { name: /at risk/ }).getByText(/Critical [\d,]+, High/);
  await expect(trend).toHaveText(/^\d{4}-\d\d-\d\d: Critical/);
  await page.context().close();
});

test("the last row comes out from under the bar of a selection", async ({ browser }) => {
  const page = await adminPage(browser, { viewport: { width: 1440, height: 560 } });
  const q = 'source:"Sample organisation" class:ai_deployment_secret';
  await page.goto(`/identities?${new URLSearchParams({ q })}`);
  const grid = page.getByRole("grid", { name: "Identities" });
  await expect(async () => {
    await grid.getByRole("checkbox").nth(1).check({ timeout: 2_000 });
    await expect(page.getByRole("region", { name: "Selection" })).toBeVisible({ timeout: 2_000 });
  }).toPass();
  const last = Number(await grid.getAttribute("aria-rowcount")) - 2;
  const row = grid.locator(`[data-row="${last}"]`);
  await expect(async () => {
    await grid.hover();
    await page.mouse.wheel(0, 20_000);
    const edge = await row.boundingBox({ timeout: 2_000 });
    const bar = await page.getByRole("region", { name: "Selection" }).boundingBox();
    expect((edge?.y ?? 9_999) + (edge?.height ?? 0)).toBeLessThanOrEqual(bar?.y ?? 0);
  }).toPass();
  await page.context().close();
});

test("what an administrator can do is said in words, and bears out the privilege", async ({
  browser,
}) => {
  const page = await adminPage(browser);
  const { identity } = await sampleOf(page, "privilege:admin kind:assumable_role");
  await page.goto(`/identities/${identity.id}`);
  const reach = page.getByRole("region", { name: "Reach" });
  await expect(reach).toContainText("Every service");
  await expect(reach.getByRole("listitem").first()).toContainText("Every action (*)");
  await expect(reach.getByRole("listitem").first()).toContainText("on every resource (*)");
  await page.context().close();
});

test("on a phone the spans under the bars do not run into each other", async ({ browser }) => {
  const page = await adminPage(browser, { viewport: { width: 390, height: 844 } });
  await page.goto("/");
  const chart = page.getByRole("region", { name: /AI keys that can be judged/ });
  const axis = chart.getByText("180–", { exact: false }).last();
  await expect(axis).toHaveText("180–364");
  const gap = () =>
    axis.evaluate((span) => {
      const range = document.createRange();
      const widthOf = (node: Element | null) => {
        if (node) range.selectNodeContents(node);
        return range.getBoundingClientRect();
      };
      const own = widthOf(span).right;
      return widthOf(span.nextElementSibling).left - own;
    });
  expect(await gap()).toBeGreaterThanOrEqual(4);
  await page.context().close();
});

test("a line of a policy is named by what it is about, not by a bare value", async ({
  browser,
}) => {
  const page = await adminPage(browser);
  await page.goto("/settings/policies");
  await expect(page.getByRole("group", { name: "Environment: Production" })).toBeVisible();
  await expect(page.getByRole("group", { name: "Privilege: High or Unknown" })).toBeVisible();
  await page.context().close();
});
