import { expect, type Locator } from "@playwright/test";

/** Waits until React answers for an element, and for keys of its page: before that a click or key is lost. */
export async function hydrated(element: Locator): Promise<void> {
  const isHeard = (): Promise<boolean> =>
    element.evaluate((node) => Object.keys(node).some((key) => key.startsWith("__reactProps$")));
  await expect.poll(isHeard).toBe(true);
  // What React does after it took the element over, it does before the page has nothing to do.
  await element.evaluate(
    () => new Promise((done) => requestIdleCallback(done, { timeout: 2_000 })),
  );
}
