import { expect, type Locator, type Page } from "@playwright/test";
import { administrator } from "./instance";

/** Proves the administrator's presence if the page asks; whoever has just signed in is not asked. */
export async function proveIfAsked(page: Page, then: Locator): Promise<void> {
  const dialog = page.getByRole("dialog", { name: "Confirm that it is you" });
  await expect(then.or(dialog).first()).toBeVisible({ timeout: 30_000 });
  if (!(await dialog.isVisible())) return;
  const proof = dialog.getByRole("textbox").or(dialog.getByLabel("Password")).first();
  await proof.fill(administrator.password);
  await proof.press("Enter");
}
