import { type Browser, type BrowserContextOptions, expect, type Page } from "@playwright/test";
import { instance } from "./instance";
import { adminContext } from "./role-session";

/** A page of the administrator who set the instance up. */
export async function adminPage(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<Page> {
  return (await adminContext(browser, { reducedMotion: "reduce", ...options })).newPage();
}

/** How many identities the filter of an inventory address matches, by the API. */
export async function listedAt(page: Page, href: string): Promise<number> {
  const query = new URL(href, instance().baseUrl).searchParams.get("q") ?? "";
  const answer = await page.request.get(`/api/v1/identities/facets?q=${encodeURIComponent(query)}`);
  expect(answer.status(), href).toBe(200);
  return ((await answer.json()) as { total: number }).total;
}

/** `2,466` as a number. */
export const numberIn = (text: string | null): number =>
  Number((text ?? "").replaceAll(/[^\d]/g, ""));
