/** Orders of the inventory. The id breaks ties; unknown values always come last. */
export const sortKeys = [
  "risk",
  "name",
  "created",
  "last_used",
  "last_rotated",
  "findings",
  "privilege",
] as const;
export type SortKey = (typeof sortKeys)[number];
export const sortDirections = ["asc", "desc"] as const;
export type SortDirection = (typeof sortDirections)[number];

/** Counts of one facet's values, each as if the facet itself were not filtered. */
export const facetKeys = [
  "source",
  "kind",
  "class",
  "environment",
  "status",
  "band",
  "ownerState",
  "privilege",
  "usage",
  "age",
  "rotation",
  "findings",
] as const;
export type FacetKey = (typeof facetKeys)[number];
