import path from "node:path";
import type { Page } from "@playwright/test";

/** Where documentation wants its pictures; without it none is drawn. */
const folder = process.env.MUSTER_PICTURES;

/** Draws what the page shows now, from its top, for the documentation. */
export async function picture(
  page: Page,
  name: string,
  options: { fullPage?: boolean } = {},
): Promise<void> {
  if (!folder) return;
  await page.evaluate(() => window.scrollTo(0, 0));
  await page.waitForTimeout(700);
  await page.screenshot({ path: path.join(folder, `${name}.png`), ...options });
}
