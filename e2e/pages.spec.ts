import { type Browser, expect, type Page, test } from "@playwright/test";
import { instance } from "./support/instance";
import { adminPage } from "./support/pages";
import { joinAs } from "./support/role-session";
import { showIn } from "./support/color-scheme";
import { violationsOf } from "./support/violations";

// Each test reads with a page of its own: they need not wait for each other.
test.describe.configure({ mode: "parallel" });

const missing = "00000000-0000-7000-8000-000000000000";
/** Addresses that answer 404, with a page of their own. */
const notThere = [
  "/not-a-page",
  `/sources/${missing}`,
  `/sources/${missing}/actions`,
  `/identities/${missing}`,
  "/identities/not-an-id",
  `/offboarding/${missing}`,
  `/offboarding/new?identity=${missing}`,
  `/offboarding/rotate?identity=${missing}`,
];
const work = [
  "/",
  "/identities",
  "/identities?q=name-that-nobody-has",
  "/findings",
  "/findings?rule=nhi1-no-owner",
  "/findings?state=reopened&severity=low",
  "/sources",
  "/sources/new",
  "/sources/new?connector=aws",
  "/audit-log",
  "/audit-log?actor=nobody-of-that-name",
];
const governance = [
  "/mine",
  "/people",
  "/people/teams",
  "/people/leavers",
  "/people/import",
  "/reviews",
  "/reviews/new",
  "/reviews/mine",
  "/offboarding",
  "/offboarding?kind=rotation",
  "/offboarding/rotate",
  "/evidence",
  "/exceptions",
  "/settings/policies",
];
const settings = [
  "/settings",
  "/settings/people",
  "/settings/owner-patterns",
  "/settings/tokens",
  "/settings/sign-in",
  "/settings/notifications",
  "/settings/notices",
  "/settings/keys",
  "/settings/checkpoints",
  "/settings/health",
  "/api-docs",
  "/not-a-page",
  `/identities/${missing}`,
];

type Scheme = "light" | "dark";

async function openPage(
  browser: Browser,
  colorScheme: Scheme,
  width: number,
): Promise<{ page: Page; complaints: string[] }> {
  const page = await adminPage(browser, { colorScheme, viewport: { width, height: 900 } });
  const complaints: string[] = [];
  const absent = new Set(notThere.map((path) => `${instance().baseUrl}${path}`));
  const complain = (sentence: string) => complaints.push(`${page.url()}: ${sentence}`);
  page.on("console", (message) => {
    const { url } = message.location();
    if (message.type() === "error" && !absent.has(url)) complain(`${message.text()} ${url}`);
  });
  page.on("pageerror", (error) => complain(error.message));
  page.on("response", (answer) => {
    if (answer.status() < 400 || absent.has(answer.url())) return;
    complain(`${answer.status()} ${answer.url()}`);
  });
  page.on("requestfailed", (request) => {
    const why = request.failure()?.errorText ?? "";
    // Leaving a page ends what it was still reading.
    if (why !== "net::ERR_ABORTED") complain(`${why} ${request.url()}`);
  });
  return { page, complaints };
}

/** Quiet is enough: pages that poll never go idle. */
async function settle(page: Page): Promise<void> {
  await page.waitForLoadState("load");
  await page.locator("h1").first().waitFor({ timeout: 15_000 });
  // Forms take input only once the page listens; until then they look as what is switched off does.
  await expect(page.locator("fieldset:disabled")).toHaveCount(0);
  await page.waitForTimeout(500);
}

async function firstOf(page: Page, list: string, prefix: string): Promise<string> {
  const answer = await page.request.get(list);
  const body = (await answer.json()) as { items: { id: string; isSample?: boolean }[] };
  const item = body.items.find((one) => one.isSample) ?? body.items[0];
  return `${prefix}${item?.id ?? ""}`;
}

const details = async (page: Page): Promise<string[]> => [
  await firstOf(page, "/api/v1/identities?limit=1", "/identities/"),
  await firstOf(page, "/api/v1/findings?limit=1", "/findings?view=all&finding="),
  await firstOf(page, "/api/v1/sources", "/sources/"),
];

const violationsAt = async (page: Page, where: string): Promise<string[]> =>
  (await violationsOf(page)).map((one) => `${where} ${one}`);

/** One visit: both themes at full width, then a phone's width. */
async function lookAt(page: Page, path: string): Promise<string[]> {
  await page.goto(path);
  await settle(page);
  const found = await violationsAt(page, `${path} light`);
  await showIn(page, "dark");
  found.push(...(await violationsAt(page, `${path} dark`)));
  await page.setViewportSize({ width: 390, height: 844 });
  await page.waitForTimeout(150);
  const excess = await page.evaluate(
    () => document.documentElement.scrollWidth - window.innerWidth,
  );
  if (excess > 1) found.push(`${path}: ${excess} px too wide for a phone`);
  await showIn(page, "light");
  await page.setViewportSize({ width: 1440, height: 900 });
  return found;
}

for (const [what, paths] of [
  ["what people work with", async (page: Page) => [...work, ...(await details(page))]],
  ["owners, reviews, offboarding, exceptions and policies", async () => governance],
  ["settings and what is not there", async () => settings],
] as const) {
  test(`${what}: no accessibility violation in either theme, no error in the console, no failed request, nothing wider than a phone`, async ({
    browser,
  }) => {
    test.setTimeout(600_000);
    const { page, complaints } = await openPage(browser, "light", 1440);
    const found: string[] = [];
    for (const path of await paths(page)) found.push(...(await lookAt(page, path)));
    expect(found).toEqual([]);
    expect(complaints).toEqual([]);
  });
}

test("charts as tables, the check of the log and a phone's width have no violation either", async ({
  browser,
}) => {
  const { page, complaints } = await openPage(browser, "light", 1440);
  const found: string[] = [];
  await page.goto("/");
  await settle(page);
  const toggles = page.getByRole("button", { name: "Show table" });
  while ((await toggles.count()) > 0) await toggles.first().click();
  found.push(...(await violationsAt(page, "overview as tables")));
  await page.goto("/audit-log");
  await page.getByRole("button", { name: "Verify chain" }).click();
  await page.getByText("Intact", { exact: true }).waitFor();
  found.push(...(await violationsAt(page, "check of the log")));
  await page.setViewportSize({ width: 390, height: 844 });
  for (const path of ["/", "/findings", "/sources", "/audit-log", "/settings/health"]) {
    await page.goto(path);
    await settle(page);
    found.push(...(await violationsAt(page, `${path} at 390 px`)));
  }
  expect(found).toEqual([]);
  expect(complaints).toEqual([]);
});

test("what is not there is an answer 404, whatever the page", async ({ browser }) => {
  const page = await adminPage(browser);
  const answers = await Promise.all(
    notThere.map(async (path) => [path, (await page.request.get(path)).status()]),
  );
  expect(answers).toEqual(notThere.map((path) => [path, 404]));
});

test("a page that is not for a role says so, without a violation in either theme", async ({
  browser,
}) => {
  const { context } = await joinAs(browser, "manager", "Mia Manager");
  const page = await context.newPage();
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    const answer = await page.goto("/settings/keys");
    await expect(page.getByText("Your role does not include this page")).toBeVisible();
    expect(answer?.status()).toBe(403);
    expect(await violationsAt(page, `forbidden in ${colorScheme}`)).toEqual([]);
  }
});
