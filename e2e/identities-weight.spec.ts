import { expect, test } from "@playwright/test";
import { joinAs } from "./support/role-session";

test("the first load of the identities page reads at most 250 kB of scripts", async ({
  browser,
}) => {
  const { context } = await joinAs(browser, "analyst", "Wanda Weight");
  const page = await context.newPage();
  const wire = await context.newCDPSession(page);
  await wire.send("Network.enable");
  await wire.send("Network.setCacheDisabled", { cacheDisabled: true });
  const scripts = new Map<string, { url: string; bytes: number }>();
  wire.on("Network.responseReceived", ({ requestId, type, response }) => {
    if (type === "Script") scripts.set(requestId, { url: response.url, bytes: 0 });
  });
  wire.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const script = scripts.get(requestId);
    if (script) script.bytes = encodedDataLength;
  });
  await page.goto("/identities");
  await expect(page.locator('[data-row="0"]')).toBeVisible();
  await page.waitForLoadState("networkidle");
  const read = [...scripts.values()].sort((a, b) => b.bytes - a.bytes);
  const bytes = read.reduce((sum, script) => sum + script.bytes, 0);
  expect(read.length).toBeGreaterThan(5);
  expect(bytes).toBeGreaterThan(50_000);
  expect(bytes, JSON.stringify(read, null, 1)).toBeLessThanOrEqual(250_000);
  await context.close();
});
