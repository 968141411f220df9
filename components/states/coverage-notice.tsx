import { Anchor } from "@mantine/core";
import { LocalLink as Link } from "../shell/local-link";
import { Notice } from "./notice";
import classes from "./states.module.css";

export interface Coverage {
  sources: number;
  partial: string[];
  failed: string[];
}

const listed = (names: readonly string[]): string =>
  names.length > 3
    ? `${names.slice(0, 3).join(", ")} and ${names.length - 3} more`
    : names.join(", ");

/** Says what a list cannot show: a source that failed, or that gave only a part. */
export function CoverageNotice({ coverage, mayOpen }: { coverage: Coverage; mayOpen: boolean }) {
  const { failed, partial } = coverage;
  if (failed.length + partial.length === 0) return null;
  const sentences = [
    ...(failed.length > 0
      ? [`The last sync of ${listed(failed)} failed; its earlier rows are kept.`]
      : []),
    ...(partial.length > 0 ? [`${listed(partial)} could be read only in part.`] : []),
  ];
  return (
    <div className={classes.coverage}>
      <Notice
        kind="warning"
        title="This list may not be complete"
        action={
          mayOpen ? (
            <Anchor component={Link} href="/sources" prefetch={false} size="sm">
              See sources
            </Anchor>
          ) : null
        }
      >
        {sentences.join(" ")}
      </Notice>
    </div>
  );
}
