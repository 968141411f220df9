import { expect, type Page, test } from "@playwright/test";
import { hydrated } from "./support/hydrated";
import { adminPage } from "./support/pages";
import { picture } from "./support/picture";
import { joinAs } from "./support/role-session";
import { violationsOf } from "./support/violations";

const box = (page: Page) => page.getByRole("textbox", { name: "Search" });
const inDialog = (page: Page) => page.getByRole("dialog");

async function openPalette(page: Page): Promise<void> {
  await hydrated(page.getByRole("navigation").first());
  await page.keyboard.press("Control+k");
  await expect(box(page)).toBeVisible();
}

test("the palette leads to pages of Settings, the API's description and usual actions", async ({
  browser,
}) => {
  const page = await adminPage(browser);
  await page.goto("/settings/tokens");
  await picture(page, "tokens");
  await page.getByRole("link", { name: "API's description" }).click();
  await page.waitForURL("**/api-docs");
  for (const [words, name, url] of [
    ["checkpoints", "Checkpoints", /\/settings\/checkpoints/],
    ["api documentation", "Read the API's description", /\/api-docs/],
    ["rotate credential", "Rotate a credential", /\/offboarding\/rotate/],
    ["start review", "Start a review", /\/reviews\/new/],
  ] as const) {
    await openPalette(page);
    await box(page).fill(words);
    await inDialog(page).getByRole("button", { name, exact: true }).click();
    await page.waitForURL(url);
    await expect(inDialog(page)).toBeHidden();
  }
  await openPalette(page);
  await picture(page, "palette");
  expect(await violationsOf(page)).toEqual([]);
  await page.context().close();
});

test("the palette offers a role only what it may open", async ({ browser }) => {
  const { context } = await joinAs(browser, "auditor", "Paula Palette");
  const page = await context.newPage();
  await page.goto("/");
  await openPalette(page);
  const offered = (name: string) => inDialog(page).getByRole("button", { name, exact: true });
  await expect(offered("Checkpoints")).toBeVisible();
  await expect(offered("Connect a source")).toBeHidden();
  await expect(offered("Start a review")).toBeHidden();
  await context.close();
});

test("the palette says that it searches, that nothing was found, and that a search failed", async ({
  browser,
}) => {
  const page = await adminPage(browser);
  await page.goto("/");
  await openPalette(page);
  const state = inDialog(page).getByRole("status");
  const isSearch = (headers: Record<string, string>) => headers["next-action"] !== undefined;
  let answer = (): void => undefined;
  const asked = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await page.route("**/*", async (route) => {
    if (isSearch(route.request().headers())) await asked;
    await route.fallback();
  });
  await box(page).fill("qqqq-nowhere");
  await expect(state).toHaveText("Searching identities, people and sources…");
  await expect(inDialog(page).getByText("Nothing by that name")).toBeHidden();
  await picture(page, "palette-searching");
  answer();
  await expect(state).toHaveText("Nothing by that name");
  await page.unrouteAll({ behavior: "wait" });
  await page.route("**/*", (route) =>
    isSearch(route.request().headers()) ? route.abort() : route.fallback(),
  );
  await box(page).fill("qqqq-nobody");
  await expect(state).toContainText("Not searched. Muster did not answer.");
  await picture(page, "palette-failed");
  await page.context().close();
});
