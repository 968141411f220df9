import { expect, type Page, test } from "@playwright/test";
import { adminPage } from "./support/pages";
import { joinAs } from "./support/role-session";
import { proveIfAsked } from "./support/step-up";
import { picture } from "./support/picture";
import { violationsOf } from "./support/violations";

const always = (page: Page) => page.getByRole("group", { name: /^Always, unless/ });

async function activeVersion(page: Page): Promise<number> {
  const answer = await page.request.get("/api/v1/policies/active");
  return ((await answer.json()) as { number: number }).number;
}

test.describe.configure({ mode: "serial" });

test("a stricter limit names who would newly fail before anything changes", async ({ browser }) => {
  const page = await adminPage(browser);
  await page.goto("/settings/policies");
  const before = await activeVersion(page);
  await always(page).getByLabel("Rotation interval, days").fill("7");
  await page.getByRole("button", { name: "Show what would change" }).click();
  const shown = page.getByRole("region", { name: "What would change" });
  await expect(shown).toBeVisible({ timeout: 60_000 });
  const [answers, identities] = /([\d,]+) answers? .* at ([\d,]+) of/
    .exec((await shown.getByRole("heading").first().textContent()) ?? "")
    ?.slice(1)
    .map((one) => Number(one.replaceAll(",", ""))) ?? [0, 0];
  expect(answers).toBeGreaterThan(100);
  expect(identities).toBeGreaterThan(100);
  const byOwner = shown.getByRole("region", { name: "By owner" });
  await expect(byOwner.getByRole("row").nth(1)).toBeVisible();
  await expect(shown.getByRole("cell", { name: "Newly fail" }).first()).toBeVisible();
  await shown.scrollIntoViewIfNeeded();
  await picture(page, "policies");
  expect(await activeVersion(page)).toBe(before);
});

test("a policy comes into force with a reason, and an old version can be brought back", async ({
  browser,
}) => {
  const page = await adminPage(browser);
  await page.goto("/settings/policies");
  const before = await activeVersion(page);
  // How long an exception may last judges no identity, so other tests see no finding move.
  const limit = always(page).getByLabel("Longest exception, days");
  const days = Number(await limit.inputValue());
  await limit.fill(String(days - 1));
  await page.getByRole("button", { name: "Show what would change" }).click();
  const activate = page.getByRole("button", { name: `Bring version ${before + 1} into force` });
  await expect(activate).toBeDisabled({ timeout: 60_000 });
  await page.getByLabel("Reason").fill("One day less, to see that it counts");
  await activate.click();
  const inForce = page.getByText(`Version ${before + 1} is in force`).first();
  await proveIfAsked(page, inForce);
  await expect(inForce).toBeVisible({ timeout: 30_000 });
  expect(await activeVersion(page)).toBe(before + 1);

  const history = page.getByRole("region", { name: "History" });
  await expect(history).toContainText(`Longest exception, days ${days} → ${days - 1}`);
  await page.getByRole("button", { name: `Bring back version ${before}`, exact: true }).click();
  const back = page.getByText(`Version ${before + 2} is in force`).first();
  await proveIfAsked(page, back);
  await expect(back).toBeVisible({ timeout: 30_000 });
  await expect(limit).toHaveValue(String(days));
});

test("an auditor reads the policies and can change none", async ({ browser }) => {
  const auditor = await joinAs(browser, "auditor", "Paula Policy");
  const page = await auditor.context.newPage();
  await page.goto("/settings/policies");
  await expect(page.getByRole("heading", { name: "Policies", level: 1 })).toBeVisible();
  await expect(page.getByRole("button", { name: "Show what would change" })).toHaveCount(0);
  await expect(always(page).getByLabel("Idle time, days")).toHaveAttribute("readonly", "");
  await expect(page.getByText("Only an administrator can change it.")).toBeVisible();
  expect(await violationsOf(page)).toEqual([]);
  await auditor.context.close();
});
