import { expect, type Page, test } from "@playwright/test";
import { query } from "./support/database";
import { adminPage, listedAt, numberIn } from "./support/pages";

const figures = (page: Page) =>
  page.getByRole("list", { name: "Figures", exact: true }).getByRole("link");

test("each of the five figures is the number of identities in the list it opens", async ({
  browser,
}) => {
  const page = await adminPage(browser);
  await page.goto("/");
  await expect(figures(page)).toHaveCount(5);
  for (let at = 0; at < 5; at++) {
    // Other tests change identities meanwhile; figure and list are compared until both stand still.
    await expect(async () => {
      await page.goto("/");
      const figure = figures(page).nth(at);
      const shown = numberIn(await figure.locator("span").nth(1).textContent());
      const href = (await figure.getAttribute("href")) ?? "";
      expect(await listedAt(page, href)).toBe(shown);
      await figure.click();
      await page.waitForURL((url) => url.pathname === "/identities");
      await expect(page.locator("h1").first()).toBeVisible();
    }).toPass({ timeout: 120_000 });
  }
});

test("a bar of a chart opens exactly what it counts", async ({ browser }) => {
  const page = await adminPage(browser);
  await expect(async () => {
    await page.goto("/");
    const link = page.getByRole("link", { name: /^Show the [\d,]+ older than a year$/ });
    const shown = numberIn((await link.textContent())?.replace("a year", "") ?? "");
    expect(shown).toBeGreaterThan(0);
    expect(await listedAt(page, (await link.getAttribute("href")) ?? "")).toBe(shown);
    const past = page.getByRole("link", { name: /^Show the [\d,]+ past their policy$/ });
    await expect(past).toHaveCount(2);
    for (const one of await past.all()) {
      const href = (await one.getAttribute("href")) ?? "";
      expect(await listedAt(page, href)).toBe(numberIn(await one.textContent()));
    }
    const worst = page.getByRole("link", { name: /^Show the [\d,]+ at risk$/ });
    for (const one of await worst.all()) {
      const href = (await one.getAttribute("href")) ?? "";
      expect(await listedAt(page, href)).toBe(numberIn(await one.textContent()));
    }
  }).toPass({ timeout: 120_000 });
});

test("each part of a bar, and each number of its table, opens what it counts", async ({
  browser,
}) => {
  const page = await adminPage(browser);
  await expect(async () => {
    await page.goto("/");
    const chart = page.locator("section", {
      has: page.getByRole("heading", { name: /are AI credentials$/ }),
    });
    const parts = chart.getByRole("link", { name: /, (High|Unknown): [\d,]+$/ });
    await expect(parts).not.toHaveCount(0);
    for (const part of await parts.all()) {
      const shown = numberIn((await part.getAttribute("title")) ?? "");
      expect(await listedAt(page, (await part.getAttribute("href")) ?? "")).toBe(shown);
    }
    await chart.getByRole("button", { name: "Show table" }).click();
    const numbers = chart.getByRole("row").nth(1).getByRole("link");
    await expect(numbers).not.toHaveCount(0);
    for (const one of await numbers.all()) {
      const href = (await one.getAttribute("href")) ?? "";
      expect(await listedAt(page, href)).toBe(numberIn(await one.textContent()));
    }
  }).toPass({ timeout: 120_000 });
});

test("every chart says its finding, its unit, and gives its numbers as a table", async ({
  browser,
}) => {
  const page = await adminPage(browser);
  await page.goto("/");
  const chart = page.locator("section", {
    has: page.getByRole("heading", {
      name: /AI keys (that can be judged )?are older than their policy allows/,
    }),
  });
  await expect(chart.getByText("Unit: identities.")).toBeVisible();
  await expect(chart.getByText("Policy: 30 days")).toBeVisible();
  const first = numberIn(await chart.locator("[class*=columnTotal]").first().textContent());
  await chart.getByRole("button", { name: "Show table" }).click();
  const row = chart.getByRole("row").nth(1);
  await expect(row.getByRole("cell").first()).toHaveText("0–29");
  expect(numberIn(await row.getByRole("cell").last().textContent())).toBe(first);
  await chart.getByRole("button", { name: "Show chart" }).click();
  await expect(chart.getByText("Policy: 30 days")).toBeVisible();
  const toggles = page.getByRole("button", { name: "Show table" });
  await expect(toggles).not.toHaveCount(0);
  for (const toggle of await toggles.all()) await expect(toggle).toBeVisible();
});

test("the sample organisation's made-up days are said to be made up", async ({ browser }) => {
  const page = await adminPage(browser);
  await page.goto("/");
  await expect(page.getByText(/are made up with the sample organisation/)).toBeVisible();
  await expect(page.locator(".recharts-area").first()).toBeVisible();
});

test("a source that has not answered for weeks is read whole nowhere, and every page leads to it", async ({
  browser,
}) => {
  const name = `Silent ${Date.now()}`;
  const stream = { state: "complete", records: 1, gaps: [], message: null };
  const [source] = await query<{ id: string }>(
    `INSERT INTO source (id, connector_id, name, config, status, coverage, last_error, last_complete_at, updated_at)
     VALUES (gen_random_uuid(), 'sample', $1, '{}', 'failed', $2, $3, '2026-10-30T04:10:00Z', now()) RETURNING id`,
    [
      name,
      JSON.stringify(["users", "keys"].map((one) => ({ stream: one, ...stream }))),
      JSON.stringify({
        code: "unauthorized",
        message: "Refused.",
        kept: "All.",
        todo: "Renew it.",
      }),
    ],
  );
  try {
    const page = await adminPage(browser);
    await page.goto("/");
    const table = page.getByRole("region", { name: "Coverage by source" });
    const row = table.getByRole("row").filter({ hasText: name });
    await expect(row).toContainText("Whatever changed since 2026-10-30 04:10 UTC");
    await expect(page.getByRole("heading", { name: "Every source is read whole" })).toHaveCount(0);
    // Other tests have failing sources too; the sentence is of all of them.
    const silence = page.getByRole("link", { name: /^\d+ sources? (has|have|do) not answer/ });
    await expect(silence).toContainText(/since \d{4}-\d\d-\d\d \d\d:\d\d UTC$/);
    await expect(page.getByRole("list", { name: "More figures" })).toContainText("Not answering");
    for (const list of ["/findings", "/identities"]) {
      await page.goto(list);
      await expect(page.getByText("This list may not be complete")).toBeVisible();
    }
    await page.goto(`/sources/${source?.id}`);
    await expect(page.getByText("Last attempt failed")).toBeVisible();
    await expect(
      page.getByRole("heading", { name: "What was read before the last sync failed" }),
    ).toBeVisible();
  } finally {
    await query("DELETE FROM source WHERE id = $1", [source?.id]);
  }
});

test("what to do first can be acted on at 390 px", async ({ browser }) => {
  const page = await adminPage(browser, { viewport: { width: 390, height: 844 } });
  await page.goto("/");
  const steps = page.getByRole("region", { name: "What to do first" }).getByRole("link");
  await expect(steps.nth(2)).toBeVisible();
  for (const step of await steps.all()) {
    const box = await step.boundingBox();
    expect(box).not.toBeNull();
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(390);
  }
  await steps.filter({ hasText: "Assign owners" }).click();
  await page.waitForURL(/owner(%3A|:)none/);
});

test("nothing jumps when the overview's charts arrive", async ({ browser }) => {
  const page = await adminPage(browser);
  await page.goto("/");
  await page.locator(".recharts-area").first().waitFor();
  const shift = await page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let sum = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) {
            sum += (entry as PerformanceEntry & { value: number }).value;
          }
        }).observe({ type: "layout-shift", buffered: true });
        setTimeout(() => resolve(sum), 500);
      }),
  );
  expect(shift).toBeLessThan(0.05);
});

test("the overview prints without rail and buttons, and fits the page", async ({ browser }) => {
  const page = await adminPage(browser, { viewport: { width: 1123, height: 794 } });
  await page.goto("/");
  await page.locator(".recharts-area").first().waitFor();
  await expect(page.getByRole("navigation").first()).toBeVisible();
  await page.emulateMedia({ media: "print" });
  await expect(page.getByRole("button", { name: "Show table" }).first()).toBeHidden();
  await expect(page.getByRole("navigation").first()).toBeHidden();
  const excess = await page.evaluate(
    () => document.documentElement.scrollWidth - window.innerWidth,
  );
  expect(excess).toBeLessThanOrEqual(1);
});
