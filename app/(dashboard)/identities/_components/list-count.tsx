import { Button } from "@mantine/core";
import classes from "./inventory.module.css";
import { isUncounted, type ReadFacets } from "./use-facets";

interface ListCountProps {
  counts: ReadFacets;
  /** What was just done, said beside the count. */
  done: string | null;
  filtered: boolean;
  /** The filter text has a word that is none, so nothing can be counted. */
  unreadable: boolean;
  ownOnly: boolean;
}

/** How many identities match; nothing where that could not be read for this filter. */
export function ListCount({ counts, done, filtered, unreadable, ownOnly }: ListCountProps) {
  const { facets, stale, again } = counts;
  const total = `${facets.total.toLocaleString("en")}${facets.complete ? "" : " or more"}`;
  const all = ownOnly ? "owned by you" : "in the inventory";
  const counted = `${total} ${filtered ? (total === "1" ? "matches" : "match") : all}`;
  const known = isUncounted(facets) ? "Not counted yet" : counted;
  const count = stale ? "How many match could not be read." : known;
  return (
    <>
      <span>
        <output className={classes.sentence}>{unreadable ? null : count}</output>
        {/* Always there, so that what is put into it is announced. */}
        <output className={classes.done}>{done}</output>
      </span>
      {stale && !unreadable ? (
        <Button variant="subtle" size="compact-sm" onClick={again}>
          Count again
        </Button>
      ) : null}
    </>
  );
}
