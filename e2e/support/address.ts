import { expect, type Page } from "@playwright/test";

/** Does what changes the address, and waits until it has: the address follows the screen a moment later. */
export async function changingAddress(page: Page, act: () => Promise<void>): Promise<void> {
  const before = page.url();
  await act();
  await expect(page).not.toHaveURL(before);
}
