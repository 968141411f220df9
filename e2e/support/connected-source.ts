import type { Page } from "@playwright/test";

export interface Item {
  id: string;
  name: string;
}

/** Identities that the API lists of a source. */
export async function identitiesOf(page: Page, sourceId: string, limit = 200): Promise<Item[]> {
  const q = encodeURIComponent(`source:${sourceId}`);
  const answer = await page.request.get(`/api/v1/identities?q=${q}&limit=${limit}`);
  return ((await answer.json()) as { items: Item[] }).items;
}

/** The source whose page this is; empty elsewhere. */
export const idOf = (page: Page): string => /sources\/([0-9a-f-]{36})/.exec(page.url())?.[1] ?? "";
