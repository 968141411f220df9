import { type BrowserContext, expect, type Page } from "@playwright/test";
import { instance } from "./instance";

interface Watch {
  page: Page;
  /** Everything that a payload managed to do, and everything the policy had to stop. */
  events: string[];
}

export async function watched(context: BrowserContext): Promise<Watch> {
  const events: string[] = [];
  const page = await context.newPage();
  const { host } = new URL(instance().baseUrl);
  page.on("dialog", (dialog) => {
    events.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("request", (request) => {
    const url = request.url();
    if (url.includes("/api/csp-report")) events.push(`report: ${request.postData() ?? ""}`);
    else if (/^https?:/.test(url) && new URL(url).host !== host) events.push(`request: ${url}`);
  });
  page.on("console", (message) => {
    if (/Content Security Policy/i.test(message.text())) events.push(message.text());
  });
  page.on("pageerror", (error) => events.push(error.message));
  return { page, events };
}

/** Addresses and handlers that only a payload could have put there. */
export const planted = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const found: string[] = [];
    for (const element of document.querySelectorAll("*")) {
      for (const { name, value } of element.attributes) {
        const scriptUrl = /^\s*(javascript|vbscript|data:text)/i.test(value);
        const isPlace = ["href", "src", "action", "formaction", "data", "srcdoc"].includes(name);
        if (name.startsWith("on") || (isPlace && scriptUrl))
          found.push(`${element.tagName} ${name}=${value}`);
      }
    }
    return found;
  });

/** Opens them all, finds nothing planted in any, and gives back what was to be read. */
export async function openAll(page: Page, paths: string[]): Promise<string> {
  let shown = "";
  for (const path of paths) {
    await page.goto(`${instance().baseUrl}${path}`);
    await page.locator("h1, h2").first().waitFor({ timeout: 15_000 });
    await page.waitForTimeout(250);
    expect(await planted(page), path).toEqual([]);
    shown += await page.evaluate(() => document.body.innerText);
  }
  return shown;
}

/** Gives the browser a session that was begun without it. */
export async function signedIn(
  context: BrowserContext,
  session: Record<string, string>,
): Promise<void> {
  const { baseUrl } = instance();
  const [name = "", value = ""] = (session.cookie ?? "").split(/=(.*)/s);
  await context.addCookies([{ name, value, url: baseUrl, httpOnly: true, sameSite: "Lax" }]);
}
