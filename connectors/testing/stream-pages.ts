import type { Connection, Page } from "../contract";

/** Every page of each stream by its name, or of the one named. */
export async function streamPages(
  connection: Connection,
  only?: string,
): Promise<Record<string, Page[]>> {
  const found: Record<string, Page[]> = {};
  for (const stream of connection.streams.filter(({ name }) => !only || name === only)) {
    const pages: Page[] = [];
    let cursor: string | null = null;
    do {
      const page: Page = await stream.list(cursor);
      pages.push(page);
      cursor = page.nextCursor;
    } while (cursor !== null);
    found[stream.name] = pages;
  }
  return found;
}
