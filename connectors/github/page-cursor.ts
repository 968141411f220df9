import { createHash } from "node:crypto";
import { ConnectorError } from "../contract";

/** Half a million entries at a hundred a page: a list that goes on beyond has no end. */
const mostPages = 5_000;

/** Short digest of a page, to tell whether the next one is the same again. */
const digestOf = (data: unknown): string =>
  createHash("sha256").update(JSON.stringify(data)).digest("base64url").slice(0, 16);

/**
 * Where a list goes on: the next page, with a digest of the one before it. Page numbers always
 * advance, so a provider that gives the same page for ever would otherwise be read for ever.
 */
export interface PageCursor {
  page: string;
  before: string;
}

export function parsePageCursor(cursor: string | null): PageCursor {
  if (cursor === null) return { page: "1", before: "" };
  const at = cursor.lastIndexOf("~");
  return { page: cursor.slice(0, Math.max(at, 0)), before: cursor.slice(at + 1) };
}

/** The cursor after a page, null at the end; throws when the page is the one before it again. */
export function followingCursor(
  { page, before }: PageCursor,
  data: unknown,
  next: string | null,
  route: string,
): string | null {
  const digest = digestOf(data);
  if (next === null) return null;
  if (digest === before || Number(page) > mostPages) {
    throw new ConnectorError(
      "unexpected_response",
      `GitHub gave the same page again instead of the next one (GET ${route}, page ${page.slice(0, 40)}).`,
    );
  }
  return `${next}~${digest}`;
}
