import { expect, type Page } from "@playwright/test";
import { hydrated } from "./hydrated";

export interface Row {
  id: string;
  name: string;
  kind: string;
  environment: string;
  risk: { score: number };
  labels: string[];
}

/** Other specs connect sources meanwhile: what is counted here is the sample only. */
export const sample = 'source:"Sample organisation"';

/** The list of identities on a page, and what the API says of the same filter. */
export function identityList(page: Page) {
  const list = () => page.getByRole("grid", { name: "Identities" });
  const rows = () => list().locator("[data-row]");
  return {
    list,
    rows,
    query: () => page.getByRole("searchbox", { name: "Filter as text" }),
    chips: () => page.getByRole("region", { name: "Active filters" }),
    read: async (q: string, more = ""): Promise<Row[]> => {
      const answer = await page.request.get(
        `/api/v1/identities?limit=200&q=${encodeURIComponent(q)}${more}`,
      );
      expect(answer.status()).toBe(200);
      return ((await answer.json()) as { items: Row[] }).items;
    },
    total: async (q: string): Promise<number> => {
      const answer = await page.request.get(`/api/v1/identities/facets?q=${encodeURIComponent(q)}`);
      return ((await answer.json()) as { total: number }).total;
    },
    /** Opens the list and waits until keys and clicks are heard. */
    open: async (search = ""): Promise<void> => {
      await page.goto(`/identities${search}`);
      await expect(rows().first()).toBeVisible();
      await hydrated(rows().first());
    },
  };
}
