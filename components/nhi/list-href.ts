/** All of the inventory: an address of its own, for an empty one opens a person's default view. */
export const wholeListHref = "/identities?view=all";

/** The inventory under a filter; without one, all of it. */
export const listHref = (query: string): string =>
  query === "" ? wholeListHref : `/identities?q=${encodeURIComponent(query)}`;
