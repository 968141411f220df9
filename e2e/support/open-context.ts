import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  test,
} from "@playwright/test";

let file = "";
let open: BrowserContext[] = [];

/**
 * A browser context of its own. Those that ended spec files left open are closed first: their pages
 * go on asking the server, and the tests that follow would be slower and slower.
 */
export async function openContext(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<BrowserContext> {
  const present = test.info().file;
  if (present !== file) {
    file = present;
    const left = open;
    open = [];
    await Promise.all(left.map((context) => context.close()));
  }
  const context = await browser.newContext(options);
  open.push(context);
  return context;
}
