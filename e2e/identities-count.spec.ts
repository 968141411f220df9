import { expect, test } from "@playwright/test";
import { identityList, sample } from "./support/identity-list";
import { adminContext } from "./support/role-session";

test("what was done is said beside the count, and only until the list shows something else", async ({
  browser,
}) => {
  const context = await adminContext(browser);
  const page = await context.newPage();
  const identities = identityList(page);
  const said = (words: string) => page.getByRole("status").filter({ hasText: words });
  const q = `${sample} kind:deploy_key`;
  const matching = `${(await identities.total(q)).toLocaleString("en")} match`;
  await identities.open(`?q=${encodeURIComponent(q)}`);
  await page
    .getByRole("checkbox", { name: /^Select / })
    .nth(1)
    .check();
  await page
    .getByRole("region", { name: "Selection" })
    .getByRole("button", { name: "Change labels" })
    .click();
  const dialog = page.getByRole("dialog", { name: "Change labels" });
  await dialog.getByLabel("Add", { exact: true }).fill(`counted-${Date.now().toString(36)}`);
  await page.keyboard.press("Enter");
  await dialog.getByRole("button", { name: "Change labels" }).click();
  await expect(said("1 identity changed: labels.")).toBeVisible();
  await expect(said(matching)).toBeVisible();

  const other = `${sample} kind:runner`;
  await identities.query().fill(other);
  await identities.query().press("Enter");
  await expect(said(`${(await identities.total(other)).toLocaleString("en")} match`)).toBeVisible();
  await expect(said("changed: labels.")).toHaveCount(0);
  await context.close();
});

test("a count that is given up while its answer comes leaves the list as it is", async ({
  browser,
}) => {
  const context = await adminContext(browser);
  const page = await context.newPage();
  const identities = identityList(page);
  const slow = `${sample} kind:deploy_key`;
  await identities.open(`?q=${encodeURIComponent(sample)}`);
  await page.evaluate((held) => {
    const ask = window.fetch;
    window.fetch = async (input, init) => {
      const answer = await ask(input, init);
      const { pathname, searchParams } = new URL(answer.url || location.href);
      if (!pathname.endsWith("/facets") || searchParams.get("q") !== held) return answer;
      document.body.dataset.held = "";
      const signal = init?.signal;
      const never = new ReadableStream({
        start: (body) => signal?.addEventListener("abort", () => body.error(signal.reason)),
      });
      return new Response(never, { headers: answer.headers });
    };
  }, slow);
  await identities.query().fill(slow);
  await expect(page.locator("body[data-held]")).toBeVisible();
  const next = `${sample} kind:runner`;
  await identities.query().fill(next);
  const count = `${(await identities.total(next)).toLocaleString("en")} match`;
  await expect(page.getByRole("status").filter({ hasText: count })).toBeVisible();
  await context.close();
});
