import { expect, type Page } from "@playwright/test";
import { showIn } from "./color-scheme";
import { violationsOf } from "./violations";

const schemes = ["light", "dark"] as const;
/** Where to keep pictures, for people who want to look too. */
const shots = process.env.MUSTER_SHOTS;

/** Both themes and both widths of what is open right now: no axe violation, nothing scrolls sideways. */
export async function look(page: Page, name: string): Promise<void> {
  for (const colorScheme of schemes) {
    await showIn(page, colorScheme);
    for (const width of [1440, 390]) {
      await page.setViewportSize({ width, height: 900 });
      // What floats is placed anew after a change of width.
      await expect
        .poll(() => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth), {
          message: `${name} scrolls sideways at ${width} px`,
        })
        .toBeLessThanOrEqual(1);
      await page.waitForTimeout(120);
      if (shots) await page.screenshot({ path: `${shots}/${name}-${width}-${colorScheme}.png` });
    }
    expect(await violationsOf(page), name).toEqual([]);
  }
  await showIn(page, "light");
  await page.setViewportSize({ width: 1440, height: 900 });
}
