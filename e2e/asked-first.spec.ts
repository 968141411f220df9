import { expect, test } from "@playwright/test";
import { instance } from "./support/instance";
import { identityList, sample } from "./support/identity-list";
import { hydrated } from "./support/hydrated";
import { adminPage } from "./support/pages";
import { picture } from "./support/picture";
import { violationsOf } from "./support/violations";

const headers = { origin: instance().baseUrl };
const label = "asked-first";

test("owners of all that match go only after a question that names how many", async ({
  browser,
}) => {
  const page = await adminPage(browser);
  const identities = identityList(page);
  page.setDefaultTimeout(20_000);
  const all = await identities.read(`${sample} owner:none`, "&sort=name");
  const ids = all.slice(70, 73).map(({ id }) => id);
  const post = async (path: string, data: object) =>
    expect(
      (await page.request.post(`/api/v1/identities/${path}`, { headers, data })).status(),
    ).toBe(200);
  const found = await page.request.get("/api/v1/identities/owners?text=ada@muster.example");
  const { items } = (await found.json()) as { items: { id: string }[] };
  await post("labels", { target: { ids }, add: [label], remove: [] });
  await post("owner", { target: { ids: ids.slice(0, 2) }, personId: items[0]?.id });
  const confirmed = () => identities.total(`label:${label} owner:confirmed`);

  await page.goto(`/identities?q=label:${label}`);
  const every = page.getByRole("button", { name: "Select all 3 matching" });
  await expect(async () => {
    await identities.rows().first().getByRole("checkbox").check({ timeout: 2_000 });
    await every.click({ timeout: 2_000 });
  }).toPass();
  await page.getByRole("button", { name: "Set owner" }).click();
  const setting = page.getByRole("dialog", { name: "Set owner" });
  await expect(setting).toContainText("3 identities will have this person");
  await expect(setting).not.toContainText("undone");
  await setting.getByRole("button", { name: "Remove owner" }).click();

  const question = page.getByRole("dialog", { name: "Remove owner" });
  await expect(question).toContainText("3 identities will have no owner.");
  await expect(question).toContainText("2 of them have a confirmed owner now.");
  expect(await violationsOf(page)).toEqual([]);
  await picture(page, "remove-owner");
  await question.getByRole("button", { name: "Go back" }).click();
  await expect(setting).toBeVisible();
  expect(await confirmed()).toBe(2);

  await setting.getByRole("button", { name: "Remove owner" }).click();
  await question.getByRole("button", { name: "Remove the owner of 3 identities" }).click();
  await expect(question).toBeHidden();
  expect(await confirmed()).toBe(0);
  await page.context().close();
});

test("an owner pattern goes only after a question that names whose it is", async ({ browser }) => {
  const page = await adminPage(browser);
  const found = await page.request.get("/api/v1/identities/owners?text=ada@muster.example");
  const { items } = (await found.json()) as { items: { id: string }[] };
  const data = { pattern: `${label}-*`, personId: items[0]?.id };
  await page.request.post("/api/v1/owner-patterns", { headers, data });
  await page.goto("/settings/owner-patterns");
  const remove = page.getByRole("button", { name: `Remove ${label}-*` });
  await hydrated(remove);
  await remove.click();
  const question = page.getByRole("dialog", { name: `Remove ${label}-*` });
  await expect(question).toContainText("It no longer suggests Ada Admin");
  await picture(page, "remove-pattern");
  await question.getByRole("button", { name: "Keep it" }).click();
  await expect(question).toBeHidden();
  await page.reload();
  await hydrated(remove);
  await remove.click();
  await question.getByRole("button", { name: "Remove pattern" }).click();
  await expect(remove).toBeHidden();
  await page.context().close();
});

test("a team goes only after a question that names what it answers for", async ({ browser }) => {
  const page = await adminPage(browser);
  const name = "Asked first team";
  await page.request.post("/api/v1/teams", { headers, data: { name } });
  await page.goto("/people/teams");
  const change = page.getByRole("button", { name: `Change ${name}` });
  await hydrated(change);
  await change.click();
  await page.getByRole("button", { name: "Delete team" }).click();
  const question = page.getByRole("dialog", { name: `Delete ${name}` });
  await expect(question).toContainText(
    "0 identities will have no team, and 0 people will no longer be in it",
  );
  expect(await violationsOf(page)).toEqual([]);
  await picture(page, "delete-team");
  await question.getByRole("button", { name: "Keep it" }).click();
  await expect(page.getByRole("textbox", { name: "Name" })).toHaveValue(name);
  await page.getByRole("button", { name: "Delete team" }).click();
  await question.getByRole("button", { name: "Delete team" }).click();
  await expect(change).toBeHidden();
  await page.context().close();
});
