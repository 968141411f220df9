import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  expect,
  type Page,
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
  context.on("page", waitForLife);
  open.push(context);
  return context;
}

/**
 * React has taken over all that somebody can touch. That it listens to the page is not enough: a
 * click on a part whose script is still on its way is lost.
 */
const isAlive = (): boolean =>
  !document.querySelector('script[src*="/_next/"]') ||
  [...document.querySelectorAll("button, input, textarea, select, a[href]")]
    .filter((element) => element.ariaHidden !== "true")
    .every((element) => Object.keys(element).some((key) => key.startsWith("__reactFiber$")));

/** On a busy machine a test clicks sooner than any person could; what nobody hears is lost. */
function waitForLife(page: Page): void {
  const goto = page.goto.bind(page);
  const reload = page.reload.bind(page);
  const alive = async <Answer>(answer: Answer): Promise<Answer> => {
    const looked = () => page.evaluate(isAlive).catch(() => false);
    await expect.poll(looked, { intervals: [50] }).toBe(true);
    return answer;
  };
  page.goto = async (url, how) =>
    how?.waitUntil === "commit" ? goto(url, how) : alive(await goto(url, how));
  page.reload = async (how) => alive(await reload(how));
}
