import { expect, test } from "@playwright/test";
import { changingAddress } from "./support/address";
import { instance } from "./support/instance";
import { joinAs } from "./support/role-session";
import { identityList } from "./support/identity-list";

test.describe("saved views", () => {
  test("are private until shared, open first when wanted, and others see the shared only", async ({
    browser,
  }) => {
    // Somebody else's default: other specs open the list as the administrator.
    const analyst = await joinAs(browser, "analyst", "View Analyst");
    const page = await analyst.context.newPage();
    const identities = identityList(page);
    const views = () => page.getByRole("navigation", { name: "Saved views" });
    const save = async (q: string, name: string, ticks: string[]) => {
      await identities.open(`?q=${encodeURIComponent(q)}`);
      await page.getByRole("button", { name: "Save view" }).click();
      const dialog = page.getByRole("dialog", { name: "Save this view" });
      await dialog.getByRole("textbox", { name: "Name" }).fill(name);
      for (const tick of ticks) await dialog.getByLabel(tick).check();
      await dialog.getByRole("button", { name: "Save view" }).click();
      await expect(dialog).toBeHidden();
      await expect(views().getByText(name, { exact: true })).toBeVisible();
    };
    await save("env:production owner:none", "Mine alone", ["Open this view first"]);
    await save("class:ai", "AI for all", ["Share with everybody who can sign in"]);

    await page.goto("/identities");
    await expect(identities.query()).toHaveValue("env:production owner:none");
    await views().getByRole("button", { name: "All", exact: true }).click();
    await expect(identities.query()).toHaveValue("");

    const auditor = await joinAs(browser, "auditor", "View Auditor");
    const theirs = await auditor.context.newPage();
    await theirs.goto("/identities");
    const tabs = theirs.getByRole("navigation", { name: "Saved views" });
    await expect(tabs.getByRole("button", { name: /AI for all/ })).toBeVisible();
    await expect(tabs.getByRole("button", { name: /Mine alone/ })).toBeHidden();
    await tabs.getByRole("button", { name: /AI for all/ }).click();
    await expect(theirs.getByRole("searchbox")).toHaveValue("class:ai");
    await expect(tabs.getByRole("button", { name: "Change view AI for all" })).toBeHidden();
    await auditor.context.close();

    for (const [q, name, whom, button] of [
      ["env:production owner:none", "Mine alone", "Only you see this view.", "Delete view"],
      ["class:ai", "AI for all", "it goes for everybody", "Delete it for everybody"],
    ] as const) {
      await identities.open(`?q=${encodeURIComponent(q)}`);
      await page.getByRole("button", { name: `Change view ${name}` }).click();
      await page.getByRole("menuitem", { name: "Delete view" }).click();
      const question = page.getByRole("dialog", { name: `Delete ${name}` });
      await expect(question).toContainText(whom);
      await expect(views().getByText(name, { exact: true })).toBeVisible();
      await question.getByRole("button", { name: button }).click();
      await expect(views().getByText(name, { exact: true })).toBeHidden();
    }
    await analyst.context.close();
  });
});

test("a view of one's own is changed and renamed where it is shown", async ({ browser }) => {
  test.setTimeout(120_000);
  const analyst = await joinAs(browser, "analyst", "View Changer");
  const page = await analyst.context.newPage();
  const identities = identityList(page);
  const views = page.getByRole("navigation", { name: "Saved views" });
  await identities.open("?q=env%3Aproduction");
  await views.getByRole("button", { name: "Save view" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Name" }).fill("First words");
  await dialog.getByRole("button", { name: "Save view" }).click();
  await expect(dialog).toBeHidden();

  await identities.query().fill("env:staging");
  await identities.query().press("Enter");
  await views.getByRole("button", { name: "Save changes to First words" }).click();
  await expect(views.getByRole("button", { name: "Save changes to First words" })).toBeHidden();
  await views.getByRole("button", { name: "Change view First words" }).click();
  await page.getByRole("menuitem", { name: "Rename" }).click();
  await dialog.getByRole("textbox", { name: "Name" }).fill("Second words");
  await dialog.getByRole("button", { name: "Rename" }).click();
  await expect(dialog).toBeHidden();

  await page.goto("/identities");
  await views.getByRole("button", { name: "Second words", exact: true }).click();
  await expect(identities.query()).toHaveValue("env:staging");
  await expect(views.getByRole("button", { name: "First words" })).toBeHidden();
  await analyst.context.close();
});

test("the whole list has an address of its own, whatever view somebody opens first", async ({
  browser,
}) => {
  const analyst = await joinAs(browser, "analyst", "Whole Reader");
  const page = await analyst.context.newPage();
  const identities = identityList(page);
  const views = page.getByRole("navigation", { name: "Saved views" });
  const isWhole = async () => {
    await expect(page.getByText(/^[\d,]+( or more)? in the inventory$/)).toBeVisible();
    await expect(identities.query()).toHaveValue("");
    await expect(views.getByRole("button", { name: "All", exact: true })).toHaveAttribute(
      "aria-current",
      "page",
    );
  };
  await identities.open("?q=env%3Aproduction");
  const saved = await page.request.post("/api/v1/views", {
    headers: { origin: instance().baseUrl },
    data: { name: "First of all", query: "q=env%3Aproduction", isDefault: true },
  });
  expect(saved.ok()).toBe(true);
  await identities.open();
  await expect(identities.query()).toHaveValue("env:production");

  const all = views.getByRole("button", { name: "All", exact: true });
  await changingAddress(page, () => all.click());
  await isWhole();
  await page.reload();
  await isWhole();

  await identities.open("?q=env%3Astaging");
  const remove = page.getByRole("button", { name: "Remove filter Environment: Staging" });
  await changingAddress(page, () => remove.click());
  await isWhole();
  await page.reload();
  await isWhole();

  await page.goto("/");
  const figure = page.getByRole("list", { name: "Figures", exact: true }).getByRole("link").first();
  await expect(figure).toContainText("Identities");
  await figure.click();
  await page.waitForURL((url) => url.pathname === "/identities");
  await isWhole();
  await analyst.context.close();
});

test("no count is shown when the counts of a filter could not be read, until they are", async ({
  browser,
}) => {
  const analyst = await joinAs(browser, "analyst", "Count Reader");
  const page = await analyst.context.newPage();
  const identities = identityList(page);
  await identities.open("");
  await page.route("**/api/v1/identities/facets?*", (route) => route.abort());
  await identities.query().fill("env:production");
  await identities.query().press("Enter");
  await expect(page.getByText("How many match could not be read.")).toBeVisible();
  await expect(page.getByText(/^[\d,]+( or more)? match$/)).toBeHidden();
  await page.unroute("**/api/v1/identities/facets?*");
  await page.getByRole("button", { name: "Count again" }).click();
  await expect(page.getByText(/^[\d,]+( or more)? match$/)).toBeVisible();
  await analyst.context.close();
});
