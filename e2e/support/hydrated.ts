import { expect, type Locator } from "@playwright/test";

/** Waits until React answers for an element: before that a click on it is lost. */
export async function hydrated(element: Locator): Promise<void> {
  const isHeard = (): Promise<boolean> =>
    element.evaluate((node) => Object.keys(node).some((key) => key.startsWith("__reactProps$")));
  await expect.poll(isHeard).toBe(true);
}
