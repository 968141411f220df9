import { createLoader, parseAsArrayOf, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { densities } from "@/components/data-table/density";
import { sortDirections, sortKeys } from "@/lib/domain/inventory/list-order";

/**
 * The whole state of the list is its URL: a view is a link. `view=all` says that nothing is filtered
 * or sorted otherwise, for an empty address opens a person's default view.
 */
export const inventoryParams = {
  q: parseAsString.withDefault(""),
  sort: parseAsStringLiteral(sortKeys).withDefault("risk"),
  dir: parseAsStringLiteral(sortDirections).withDefault("desc"),
  cols: parseAsArrayOf(parseAsString),
  widths: parseAsArrayOf(parseAsString),
  rows: parseAsStringLiteral(densities).withDefault("compact"),
  panel: parseAsString,
  view: parseAsStringLiteral(["all"]),
};

export const loadInventoryParams = createLoader(inventoryParams);
