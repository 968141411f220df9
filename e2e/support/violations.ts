import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";

const wcag = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

interface Wish {
  /** Axe's advice beyond the standard as well. */
  advice?: boolean;
}

/**
 * What breaks a rule of WCAG 2.2 AA in what the page shows now, with the first places of each. Only
 * violations are told at length, and no second page is opened for the frames that no page of Muster
 * has: both cost more than the check itself.
 */
export async function violationsOf(page: Page, wish: Wish = {}): Promise<string[]> {
  const builder = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ["violations"] });
  if (!wish.advice) builder.withTags(wcag);
  if ((await page.locator("iframe").count()) > 0) throw new Error("A frame would go unchecked.");
  const { violations } = await builder.analyze();
  return violations.map(({ id, nodes }) => {
    const places = nodes.slice(0, 2).map((node) => node.html.slice(0, 160));
    return `${id}: ${places.join(" | ")}`;
  });
}
