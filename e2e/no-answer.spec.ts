import { signIn } from "./support/actors";
import { ingestUsers } from "./support/aws-export";
import { administrator, instance } from "./support/instance";
import { expect, type Locator, type Page, test } from "@playwright/test";
import { identityList, sample } from "./support/identity-list";
import { hydrated } from "./support/hydrated";
import { adminPage } from "./support/pages";
import { violationsOf } from "./support/violations";

const words = /Muster did not answer\. Look whether it was done, then try again/;

let page: Page;
test.beforeEach(async ({ browser }) => {
  page = await adminPage(browser);
});
test.afterEach(async () => {
  await page.context().close();
});

/** From now on no action of this page reaches the server. */
const loseActions = () =>
  page.route("**/*", (route) =>
    route.request().headers()["next-action"] ? route.abort("connectionreset") : route.fallback(),
  );

const isAtRest = async (button: Locator) => {
  await expect(button).toBeVisible();
  await expect(button).not.toHaveAttribute("data-loading", "true");
  await expect(button).toBeEnabled();
};

test("labels that could not be sent stay typed, and the dialog says so", async () => {
  const identities = identityList(page);
  await identities.open(`?q=${encodeURIComponent(sample)}`);
  await identities.rows().first().getByRole("checkbox").check();
  await page.getByRole("button", { name: "Change labels" }).click();
  const dialog = page.getByRole("dialog", { name: "Change labels" });
  await dialog.getByLabel("Add").fill("kept-words");
  await page.keyboard.press("Enter");
  await loseActions();
  const send = dialog.getByRole("button", { name: "Change labels" });
  await send.click();
  await expect(dialog.getByText(words)).toBeVisible();
  await isAtRest(send);
  await expect(dialog.getByText("kept-words")).toBeVisible();
  await page.unrouteAll();
  await dialog.getByRole("button", { name: "Cancel" }).click();
});

test("a token that could not be asked for keeps its name", async () => {
  await page.goto("/settings/tokens");
  await hydrated(page.getByRole("button", { name: "Create token" }));
  await page.getByRole("button", { name: "Create token" }).click();
  const dialog = page.getByRole("dialog", { name: "Create token" });
  await dialog.getByLabel("What it is for").fill("Nightly");
  await loseActions();
  const send = dialog.getByRole("button", { name: "Create token" });
  await send.click();
  await expect(dialog.getByRole("alert")).toContainText(words);
  await expect(dialog.getByRole("alert")).toContainText("No answer came");
  await isAtRest(send);
  await expect(dialog.getByLabel("What it is for")).toHaveValue("Nightly");
});

test("an action that an update took away asks to reload the page", async () => {
  await page.goto("/people/teams");
  await hydrated(page.getByRole("button", { name: "Add team" }));
  await page.getByRole("button", { name: "Add team" }).click();
  const dialog = page.getByRole("dialog", { name: "Add team" });
  await dialog.getByLabel("Name").fill("Signals");
  // As Next answers for an action of a build that is gone.
  await page.route("**/*", (route) =>
    route.request().headers()["next-action"]
      ? route.fulfill({
          status: 404,
          headers: { "x-nextjs-action-not-found": "1", "content-type": "text/plain" },
          body: "Server action not found.",
        })
      : route.fallback(),
  );
  const send = dialog.getByRole("button", { name: "Save team" });
  await send.click();
  await expect(dialog.getByRole("alert")).toContainText("reload the page if Muster was updated");
  await isAtRest(send);
  await expect(dialog.getByLabel("Name")).toHaveValue("Signals");
});

test("a check of the audit log that got no answer says so instead of turning for ever", async () => {
  await page.goto("/audit-log");
  await hydrated(page.getByRole("button", { name: "Verify chain" }));
  await loseActions();
  await page.getByRole("button", { name: "Verify chain" }).click();
  const dialog = page.getByRole("dialog", { name: "Check of the audit log" });
  await expect(dialog.getByRole("alert")).toContainText(words);
  await page.keyboard.press("Escape");
  await isAtRest(page.getByRole("button", { name: "Verify chain" }));
});

test("without a connection the page stays, and a notice says that nothing came back", async () => {
  await page.goto("/sources");
  const table = page.getByRole("region", { name: "Sources" });
  await table.getByRole("link", { name: "Sample organisation" }).click();
  const send = page.getByRole("button", { name: "Sync now" });
  await expect(send).toBeEnabled();
  await hydrated(send);
  await page.context().setOffline(true);
  await send.click();
  await expect(page.getByRole("alert").filter({ hasText: words })).toBeVisible();
  await isAtRest(send);
  await expect(page.getByRole("heading", { name: "Sample organisation" })).toBeVisible();
  await page.context().setOffline(false);
});

test("an export of evidence that got no answer says so", async () => {
  await page.goto("/audit-log");
  await hydrated(page.getByRole("button", { name: "Export evidence" }));
  await page.getByRole("button", { name: "Export evidence" }).click();
  const dialog = page.getByRole("dialog", { name: "Export days of the audit log" });
  await dialog.getByLabel("First day (UTC)").fill("2026-01-02");
  await loseActions();
  const send = dialog.getByRole("button", { name: "Export", exact: true });
  await send.click();
  await expect(page.getByRole("alert").filter({ hasText: words })).toContainText("Not exported");
  await isAtRest(send);
  await expect(dialog.getByLabel("First day (UTC)")).toHaveValue("2026-01-02");
});

test("without a connection the sign-in form says so and keeps what was typed", async ({
  browser,
}) => {
  const context = await browser.newContext({ baseURL: instance().baseUrl });
  const door = await context.newPage();
  await door.goto("/sign-in");
  const email = door.getByLabel("E-mail address");
  await hydrated(email);
  await email.fill("nobody@muster.example");
  await door.getByLabel("Password", { exact: true }).fill("a quiet river bends");
  await context.setOffline(true);
  const send = door.getByRole("button", { name: "Sign in", exact: true });
  await send.click();
  await expect(door.getByRole("alert").filter({ hasText: "Muster" })).toHaveText(
    "Muster does not answer. Look at your connection, and try again in a moment.",
  );
  await isAtRest(send);
  await expect(email).toHaveValue("nobody@muster.example");
  await context.setOffline(false);
  await send.click();
  await expect(door.getByRole("alert").filter({ hasText: "not right" })).toBeVisible();
  await context.close();
});

test("signing out without a connection says that the session goes on", async () => {
  await page.goto("/findings");
  const menu = page.getByRole("button", { name: /^Your account/ });
  await hydrated(menu);
  await menu.click();
  await page.route("**/api/auth/**", (route) => route.abort("connectionreset"));
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page.getByText("You are still signed in: Muster did not answer.")).toBeVisible();
  expect(await violationsOf(page)).toEqual([]);
});

test("a page that follows something stays while nobody answers, and goes on afterwards", async () => {
  const admin = await signIn(administrator.email, administrator.password);
  const name = "svc-followed";
  await ingestUsers(admin, "Account that is followed", [{ name }, { name: "svc-other" }]);
  const answer = await page.request.get(`/api/v1/identities?q=${name}`);
  const { items } = (await answer.json()) as { items: { id: string }[] };
  await page.clock.install();
  await page.goto(`/offboarding/new?identity=${items[0]?.id}`);
  await page.getByLabel("Reason").fill("The uploader it served is gone");
  await page.getByRole("button", { name: "Request offboarding" }).click();
  await page.waitForURL(/\/offboarding\/[0-9a-f-]{36}/);
  const steps = page.getByRole("region", { name: "What to do" });
  await hydrated(steps);
  await page.context().setOffline(true);
  const lost = page.waitForEvent("requestfailed");
  await page.clock.runFor(40_000);
  await lost;
  await page.clock.runFor(40_000);
  await expect(steps).toBeVisible();
  await page.context().setOffline(false);
  const read = page.waitForResponse((one) => one.request().headers()["rsc"] === "1");
  await page.clock.runFor(40_000);
  expect((await read).status()).toBe(200);
  await expect(steps).toBeVisible();
});

test("a list of people that could not be read once shows so only until it is read", async () => {
  const identities = identityList(page);
  await identities.open(`?q=${encodeURIComponent(sample)}`);
  await identities.rows().first().getByRole("checkbox").check();
  const people = "**/api/v1/identities/owners?*";
  await page.route(people, (route) => route.abort("connectionreset"));
  await page.getByRole("button", { name: "Set owner" }).click();
  const dialog = page.getByRole("dialog", { name: "Set owner" });
  const failure = dialog.getByText("Muster does not answer");
  await expect(failure).toBeVisible();
  await page.unroute(people);
  await dialog.getByRole("combobox", { name: "Owner" }).fill("Ada");
  await expect(page.getByRole("option", { name: /Ada Admin/ })).toBeVisible();
  await expect(failure).toBeHidden();
});
