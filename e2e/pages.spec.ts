import AxeBuilder from "@axe-core/playwright";
import { type Browser, expect, type Page, test } from "@playwright/test";
import { instance } from "./support/instance";

const wcag = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const pages = [
  "/",
  "/identities",
  "/findings",
  "/sources",
  "/sources/new",
  "/sources/new?connector=aws",
  "/audit-log",
  "/offboarding",
  "/settings",
  "/settings/people",
  "/settings/tokens",
  "/settings/keys",
  "/settings/health",
  "/api-docs",
  "/not-a-page",
];

async function openPage(
  browser: Browser,
  scheme: "light" | "dark",
  width: number,
): Promise<{ page: Page; complaints: string[] }> {
  const { adminState, baseUrl } = instance();
  const context = await browser.newContext({
    storageState: adminState,
    colorScheme: scheme,
    viewport: { width, height: 900 },
    reducedMotion: "reduce",
    baseURL: baseUrl,
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  const missing = `${baseUrl}/not-a-page`;
  const complain = (sentence: string) => complaints.push(`${page.url()}: ${sentence}`);
  page.on("console", (message) => {
    const { url } = message.location();
    if (message.type() === "error" && url !== missing) complain(`${message.text()} ${url}`);
  });
  page.on("pageerror", (error) => complain(error.message));
  page.on("response", (answer) => {
    if (answer.status() < 400 || answer.url() === missing) return;
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
  await page.waitForTimeout(700);
}

async function riskiestIdentity(page: Page): Promise<string> {
  const answer = await page.request.get("/api/v1/identities?limit=1");
  const body = (await answer.json()) as { items: { id: string }[] };
  return `/identities/${body.items[0]?.id ?? ""}`;
}

for (const scheme of ["light", "dark"] as const) {
  test(`every page in the ${scheme} theme has no accessibility violation, no error in the console and no failed request`, async ({
    browser,
  }) => {
    test.setTimeout(240_000);
    const { page, complaints } = await openPage(browser, scheme, 1440);
    const found: string[] = [];
    for (const path of [...pages, await riskiestIdentity(page)]) {
      await page.goto(path);
      await settle(page);
      const { violations } = await new AxeBuilder({ page }).withTags(wcag).analyze();
      for (const violation of violations) {
        found.push(
          `${path} ${violation.id}: ${violation.nodes
            .slice(0, 2)
            .map((node) => node.html.slice(0, 160))
            .join(" | ")}`,
        );
      }
    }
    expect(found).toEqual([]);
    expect(complaints).toEqual([]);
  });
}

test("every page can be used at 390 px: nothing scrolls sideways but tables", async ({
  browser,
}) => {
  test.setTimeout(180_000);
  const { page, complaints } = await openPage(browser, "light", 390);
  const found: string[] = [];
  for (const path of [...pages, await riskiestIdentity(page)]) {
    await page.goto(path);
    await settle(page);
    const excess = await page.evaluate(
      () => document.documentElement.scrollWidth - window.innerWidth,
    );
    if (excess > 1) found.push(`${path}: ${excess} px`);
  }
  expect(found).toEqual([]);
  expect(complaints).toEqual([]);
});
