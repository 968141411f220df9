import { expect, test } from "@playwright/test";
import { connectDatabase, ownDatabase } from "./support/own-database";
import { adminPage } from "./support/pages";

test("the list says how whole and how fresh each source is, and leads to what it holds", async ({
  browser,
}) => {
  const page = await adminPage(browser);
  await page.goto("/sources");
  const row = page.getByRole("row").filter({ hasText: "Acme Robotics" });
  await expect(row).toContainText("4 of 4 streams");
  await expect(row).toContainText("Only when asked");
  await row.getByRole("link").first().click();
  await page.waitForURL(/\/sources\/[0-9a-f-]{36}/);
  await expect(page.getByRole("heading", { name: "What is read" })).toBeVisible();
  await expect(page.getByRole("region", { name: "Streams" }).getByRole("row")).toHaveCount(5);
  await expect(page.getByRole("region", { name: "Runs" })).toContainText("Succeeded");
  const findings = page.locator("dl").getByRole("link").last();
  const shown = (await findings.textContent()) ?? "";
  await findings.click();
  await page.waitForURL(/\/findings\?source=/);
  await expect(page.getByText(`${shown} findings from`)).toBeVisible();
});

test("a sync that waits says for what and can be cancelled; the list follows without a reload", async ({
  browser,
}) => {
  const page = await adminPage(browser);
  // Nothing listens on port 1, so the run waits and tries again.
  await connectDatabase(page, { name: "Unreachable database", port: "1", password: "none" });
  const live = page.getByRole("region", { name: "Sync under way" });
  await expect(live.getByText(/Waiting for PostgreSQL until/)).toBeVisible({ timeout: 30_000 });
  const list = await page.context().newPage();
  await list.goto("/sources");
  const row = list.getByRole("row", { name: /Unreachable database/ });
  await expect(row).toContainText(/0 records · 0 of \d+ streams/);
  await live.getByRole("button", { name: "Cancel sync" }).click();
  await expect(page.getByText("The run ends after the page it reads")).toBeVisible();
  await expect(page.getByRole("region", { name: "Runs" })).toContainText("Cancelled", {
    timeout: 30_000,
  });
  await expect(live).toBeHidden();
  await expect(row).toContainText("Not read yet");
  await expect(row).not.toContainText("0 records");
});

test("a failed sync names its cause, what was kept and what to do", async ({ browser }) => {
  const page = await adminPage(browser);
  const { port } = ownDatabase();
  await connectDatabase(page, { name: "Refused database", port, password: "not-the-password" });
  const failure = page.getByText("The last sync failed").locator("xpath=../..");
  await expect(failure).toBeVisible({ timeout: 60_000 });
  const runs = page.getByRole("region", { name: "Runs" });
  await expect(runs.getByText("Failed", { exact: true })).toBeVisible();
  await expect(failure).toContainText("Cause");
  await expect(failure).toContainText("Everything that was read before is kept");
  await expect(failure).toContainText("Give the source a working credential");
  expect(await page.content()).not.toContain("not-the-password");
});

test("a schedule that is chosen is shown, kept and recorded", async ({ browser }) => {
  const page = await adminPage(browser);
  const { port, password } = ownDatabase();
  await connectDatabase(page, { name: "Scheduled database", port, password });
  const facts = page.locator("dl").first();
  await expect(facts).toContainText("Every 6 hours");
  await page.getByRole("button", { name: "Schedule" }).click();
  await page.getByRole("menuitem", { name: "Every day" }).click();
  await expect(facts).toContainText("Every day");
  await page.reload();
  await expect(facts).toContainText("Every day");
  const sourceId = new URL(page.url()).pathname.split("/").at(-1) ?? "";
  await page.goto(`/audit-log?event=source.schedule-set&target=${sourceId}`);
  await expect(page.getByRole("region", { name: "Audit log" })).toContainText(
    "Every minutes: 1,440",
  );
});

test("a source that does not exist is not found, and no error", async ({ browser }) => {
  const page = await adminPage(browser);
  for (const id of ["00000000-0000-7000-8000-000000000000", "not-an-id"]) {
    await page.goto(`/sources/${id}`);
    await expect(page.getByText("There is nothing at this address")).toBeVisible();
  }
});
