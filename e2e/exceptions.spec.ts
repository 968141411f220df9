import { expect, type Page, test } from "@playwright/test";
import { signIn } from "./support/actors";
import { ingestUsers } from "./support/aws-export";
import { administrator } from "./support/instance";
import { adminPage } from "./support/pages";
import { joinAs } from "./support/role-session";
import { proveIfAsked } from "./support/step-up";
import { picture } from "./support/picture";
import { violationsOf } from "./support/violations";

const sourceName = "Exceptions spec account";
const rule = "nhi1-no-owner";

async function expectAccessible(page: Page): Promise<void> {
  expect(await violationsOf(page)).toEqual([]);
}

interface Finding {
  id: string;
  ruleId: string;
  state: string;
}

async function findingOf(page: Page, sourceId: string): Promise<Finding | undefined> {
  const address = `/api/v1/findings?rule=${rule}&source=${sourceId}`;
  const answer = await page.request.get(address);
  return ((await answer.json()) as { items: Finding[] }).items[0];
}

test("a finding is excepted for a time by two people, is hidden meanwhile, and opens again when ended", async ({
  browser,
}) => {
  const admin = await adminPage(browser);
  const cookie = await signIn(administrator.email, administrator.password);
  const sourceId = await ingestUsers(cookie, sourceName, [{ name: "svc-invoice-archive" }]);
  await expect
    .poll(async () => (await findingOf(admin, sourceId))?.state, { timeout: 60_000 })
    .toBe("open");
  const finding = await findingOf(admin, sourceId);

  const analyst = await joinAs(browser, "analyst", "Alex Analyst");
  const page = await analyst.context.newPage();
  await page.goto(`/findings?view=all&finding=${finding?.id ?? ""}`);
  await page.getByRole("link", { name: "Ask for an exception" }).click();
  await page.waitForURL(/\/exceptions\/new/);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Except “");
  const ask = page.getByRole("button", { name: "Ask for the exception" });
  await expect(ask).toBeDisabled();
  await page.getByLabel("Reason").fill("The archive is read once more before the audit");
  await page.getByRole("checkbox", { name: "Another control" }).check();
  await page.getByLabel("The other control").fill("Its network may reach the archive only");
  await expectAccessible(page);
  await picture(page, "exception-request");
  await ask.click();
  await page.waitForURL(/\/exceptions\/[0-9a-f-]{36}$/);
  await expect(page.getByText("Somebody else must approve")).toBeVisible();
  await expect(page.getByText("None before somebody approves it.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Approve" })).toHaveCount(0);
  await page.getByRole("button", { name: "Withdraw" }).click();
  const dialog = page.getByRole("dialog", { name: "Withdraw this request" });
  await expect(dialog).toContainText("Nothing was excepted yet");
  await dialog.getByRole("button", { name: "Back" }).click();

  const address = new URL(page.url()).pathname;
  await admin.goto(address);
  await expectAccessible(admin);
  await admin.getByRole("button", { name: "Approve" }).click();
  await admin.getByRole("dialog").getByRole("button", { name: "Approve" }).click();
  const inForce = admin.getByText("In force").first();
  await proveIfAsked(admin, inForce);
  await expect(inForce).toBeVisible();
  await expect.poll(async () => findingOf(admin, sourceId)).toBeUndefined();
  await admin.goto("/exceptions");
  const row = admin.getByRole("row").filter({ hasText: sourceName });
  await expect(row).toContainText("Alex Analyst");
  await expect(row).toContainText("In force");
  await admin.setViewportSize({ width: 390, height: 844 });
  // The reason under the rule, not squeezed beside it.
  const below = await row
    .locator("td")
    .nth(1)
    .evaluate((cell) => {
      const [rule, reason] = [0, 1].map((at) => {
        const walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
        walker.nextNode();
        if (at === 1) walker.nextNode();
        const range = document.createRange();
        range.selectNodeContents(walker.currentNode);
        return range.getBoundingClientRect();
      });
      return (reason?.top ?? 0) - (rule?.bottom ?? 0);
    });
  expect(below).toBeGreaterThanOrEqual(-2);

  await page.reload();
  await page.getByRole("button", { name: "End it now" }).click();
  await page.getByRole("dialog").getByLabel("Reason").fill("The archive is closed");
  await page.getByRole("dialog").getByRole("button", { name: "End it now" }).click();
  await expect(page.getByText("Withdrawn").first()).toBeVisible();
  await expect
    .poll(async () => (await findingOf(admin, sourceId))?.id, { timeout: 60_000 })
    .toBe(finding?.id);
  await analyst.context.close();
});
