import { execFile } from "node:child_process";
import path from "node:path";
import { expect, type Page } from "@playwright/test";

const cli = path.resolve("scripts/muster-verify/cli.mjs");

/** The command line as an auditor has it: nothing but Node and the pack. */
export function verifyPack(...args: string[]): Promise<{ code: number; out: string }> {
  return new Promise((resolve) => {
    const options = { cwd: "/", env: { NODE_ENV: "production" as const } };
    execFile(process.execPath, [cli, ...args], options, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === "number" ? error.code : 0, out: stdout + stderr });
    });
  });
}

/** The key that this installation publishes for whoever checks its packs. */
export async function publishedKey(page: Page): Promise<string> {
  const answer = await page.request.get("/api/evidence-keys");
  const { keys } = (await answer.json()) as { keys: { publicKey: string }[] };
  return keys.at(-1)?.publicKey ?? "";
}

/** Waits for the newest pack on a page, or for that row of the list, and saves it. */
export async function savePack(
  page: Page,
  file: string,
  title: string | RegExp = "",
): Promise<void> {
  const rows = page.getByRole("region", { name: "Evidence packs" }).locator("tbody tr");
  const link = rows
    .filter({ hasText: title })
    .first()
    .getByRole("link", { name: /^Download, / });
  await expect(link).toBeVisible({ timeout: 60_000 });
  const [download] = await Promise.all([page.waitForEvent("download"), link.click()]);
  await download.saveAs(file);
}
