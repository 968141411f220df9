import { expect, type Locator, type Page, test } from "@playwright/test";
import { signIn } from "./support/actors";
import { ingestUsers } from "./support/aws-export";
import { administrator } from "./support/instance";
import { adminPage, numberIn } from "./support/pages";

/** `A key is too old (12)` as 12. */
const countOf = (text: string | null) => numberIn(/\(([\d,]+)\)$/.exec(text ?? "")?.[1] ?? null);
const shown = (page: Page) =>
  page.getByRole("region", { name: "Findings", exact: true }).locator("tbody tr");
const selectOf = (page: Page, name: string) => page.locator(`select[name="${name}"]`);
const choices = (select: Locator) => select.locator('option:not([value=""])').allTextContents();

test("every number beside a choice is that of the list it opens under the other conditions", async ({
  browser,
}) => {
  const cookie = await signIn(administrator.email, administrator.password);
  const users = ["svc-counted-one", "svc-counted-two", "svc-counted-three"];
  const source = await ingestUsers(
    cookie,
    "Counted findings",
    users.map((name) => ({ name })),
  );
  const page = await adminPage(browser);
  const start = `/findings?view=all&source=${source}`;
  const tabs = page.getByRole("navigation", { name: "State of the findings" });
  // Scored after its sync; until then there is nothing to count.
  await expect(async () => {
    await page.goto(start);
    expect(await shown(page).count()).toBeGreaterThan(users.length);
    expect(numberIn(await tabs.locator("[aria-current] span").textContent())).toBe(
      await shown(page).count(),
    );
  }).toPass({ timeout: 90_000 });
  await expect(tabs.getByRole("link", { name: /^Resolved/ })).toHaveText("Resolved 0");
  for (const name of ["severity", "rule", "framework"]) {
    const select = selectOf(page, name);
    const texts = await choices(select);
    expect(texts.length, name).toBeGreaterThan(0);
    const label = texts.at(-1) ?? "";
    await select.selectOption({ label });
    await page.waitForURL(new RegExp(`[?&]${name}=`));
    await expect(shown(page), label).toHaveCount(countOf(label));
    await expect(tabs.locator("[aria-current] span")).toHaveText(String(countOf(label)));
    expect(await choices(select), "the others can be chosen instead").toEqual(texts);
    await page.goto(start);
  }
  await page.goto(`${start}&state=resolved`);
  await expect(page.getByText("No finding matches")).toBeVisible();
  await expect(selectOf(page, "source").locator("option:checked")).toHaveText(
    "Counted findings (0)",
  );
  await page.context().close();
});
