import { expect, test } from "@playwright/test";
import { adminPage, numberIn } from "./support/pages";

interface Group {
  ruleId: string;
  title: string;
  findings: number;
}

test("findings are grouped by rule, and each rule opens exactly its findings", async ({
  browser,
}) => {
  const page = await adminPage(browser);
  const table = page.getByRole("region", { name: "Findings by rule" });
  const list = page.getByRole("region", { name: "Findings", exact: true });
  // Sources of other tests are scored meanwhile, so that the pages and the answer are read together.
  await expect(async () => {
    await page.goto("/findings");
    const answer = await page.request.get("/api/v1/findings/rules");
    const { items } = (await answer.json()) as { items: Group[] };
    await expect(table.getByRole("row")).toHaveCount(items.length + 1, { timeout: 5_000 });
    const rule = items.find((group) => group.findings > 3 && group.findings < 50);
    if (!rule) throw new Error("the sample has no rule with a page of findings");
    const link = page.getByRole("link", { name: rule.title, exact: true });
    const number = table.getByRole("row").filter({ has: link }).getByRole("cell").nth(3);
    expect(numberIn(await number.locator("b").textContent())).toBe(rule.findings);
    await link.click();
    await page.waitForURL(new RegExp(`rule=${rule.ruleId}`));
    await expect(page.getByRole("heading", { name: rule.title, exact: true })).toBeVisible();
    await expect(list.getByRole("row")).toHaveCount(rule.findings + 1, { timeout: 5_000 });
  }).toPass({ timeout: 90_000 });
  await page.getByRole("link", { name: "All rules" }).click();
  await expect(page.getByRole("region", { name: "Findings by rule" })).toBeVisible();
});

test("the number that a rule could not be checked for opens exactly those identities", async ({
  browser,
}) => {
  const page = await adminPage(browser);
  await page.goto("/findings");
  const link = page.getByRole("link", { name: /^Show the [\d,]+ that could not be checked$/ });
  const shown = numberIn(await link.first().textContent());
  await link.first().click();
  await page.waitForURL(/\/identities\?q=unknown/);
  await expect(page.getByText(`${shown.toLocaleString("en")} match`)).toBeVisible();
  await expect(page.getByRole("region", { name: "Active filters" })).toContainText(
    "Could not be checked",
  );
});

test("a filter applies at once, even when it is chosen before the page has come to life", async ({
  browser,
}) => {
  const page = await adminPage(browser);
  const scripts = Promise.withResolvers<void>();
  await page.route(/\/_next\/static\/.*\.js/, async (route) => {
    await scripts.promise;
    await route.continue();
  });
  await page.goto("/findings?view=all", { waitUntil: "commit" });
  await page.getByLabel("Severity").selectOption("critical");
  await page.waitForTimeout(200);
  expect(page.url(), "nothing could hear the choice yet").not.toContain("severity");
  scripts.resolve();
  await page.waitForURL(/severity=critical/);
  expect(page.url()).toContain("view=all");
  const list = page.getByRole("region", { name: "Findings", exact: true });
  const severities = list.locator("tbody tr td:first-child");
  await expect(severities.first()).toContainText("Critical");
  for (const text of await severities.allTextContents()) expect(text).toContain("Critical");
  await page.getByLabel("Severity").selectOption("high");
  await page.waitForURL(/severity=high/);
  await page.reload();
  await expect(page.getByLabel("Severity")).toHaveValue("high");
  await page.getByRole("link", { name: "Clear filters" }).click();
  await expect(page.getByLabel("Severity")).toHaveValue("");
  expect(page.url()).toContain("view=all");
});

test("a long list goes on page by page, without repeating a finding, and back to its beginning", async ({
  browser,
}) => {
  const page = await adminPage(browser);
  await page.goto("/findings?view=all");
  const links = page
    .getByRole("region", { name: "Findings", exact: true })
    .locator('a[href*="finding="]');
  const idsOf = async () =>
    Promise.all((await links.all()).map((link) => link.getAttribute("href"))).then((all) =>
      all.map((href) => /finding=([0-9a-f-]+)/.exec(href ?? "")?.[1]),
    );
  const first = await idsOf();
  expect(first).toHaveLength(50);
  await page.getByRole("link", { name: "Next page" }).click();
  await page.waitForURL(/cursor=/);
  const second = await idsOf();
  expect(second).toHaveLength(50);
  expect(new Set([...first, ...second]).size).toBe(100);
  await page.getByRole("link", { name: "First page" }).click();
  await page.waitForURL((url) => !url.searchParams.has("cursor"));
});

test("a finding opens beside the list with evidence and remedy, by address too, and closes with Escape", async ({
  browser,
}) => {
  const page = await adminPage(browser);
  await page.goto("/findings?rule=nhi5-root-access-key");
  const list = page.getByRole("region", { name: "Findings", exact: true });
  const sentence = list.locator('a[href*="finding="]').first();
  const evidence = (await sentence.textContent()) ?? "";
  expect(evidence.length).toBeGreaterThan(20);
  await sentence.click();
  await page.waitForURL(/finding=/);
  await page.reload();
  const panel = page.getByRole("dialog");
  await expect(panel.getByText("What to do")).toBeVisible();
  await expect(panel.getByText(evidence).first()).toBeVisible();
  await expect(panel.getByText("OWASP Non-Human Identities Top 10 2025")).toBeVisible();
  await page.keyboard.press("Escape");
  await page.waitForURL((url) => !url.searchParams.has("finding"));
  await sentence.click();
  await panel.getByRole("link", { name: "Open the identity" }).click();
  await page.waitForURL(/\/identities\/[0-9a-f-]{36}/);
});

test("an address that means nothing is said to, and never breaks the page", async ({ browser }) => {
  const page = await adminPage(browser);
  await page.goto("/findings?severity=enormous&source=x");
  await expect(page.getByText("severity, source: the value does not exist")).toBeVisible();
  await expect(page.getByRole("region", { name: "Findings by rule" })).toBeVisible();
  await page.goto("/findings?view=all&cursor=made-up");
  await page.waitForURL((url) => !url.searchParams.has("cursor"));
  await page.goto("/findings?finding=00000000-0000-7000-8000-000000000000");
  await expect(page.getByText("The finding in this address does not exist")).toBeInViewport();
});

test("a state without findings says so and offers the way back", async ({ browser }) => {
  const page = await adminPage(browser);
  await page.goto("/findings?severity=low&state=reopened");
  await expect(page.getByText("No finding is reopened")).toBeVisible();
  await page.getByRole("link", { name: "Show all open findings" }).click();
  await expect(page.getByRole("region", { name: "Findings by rule" })).toBeVisible();
});

test("the file holds exactly the findings that are shown", async ({ browser }) => {
  const page = await adminPage(browser);
  await page.goto("/findings?rule=nhi5-root-access-key");
  const rows = await page
    .getByRole("region", { name: "Findings", exact: true })
    .locator("tbody tr")
    .count();
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Export CSV" }).click(),
  ]);
  expect(file.suggestedFilename()).toMatch(/^muster-findings-\d{4}-\d\d-\d\d\.csv$/);
  let text = "";
  for await (const chunk of await file.createReadStream()) text += String(chunk);
  expect(text.split("\r\n").filter(Boolean)).toHaveLength(rows + 1);
});
