import { Anchor } from "@mantine/core";
import { LocalLink as Link } from "../shell/local-link";
import { Notice } from "./notice";
import { failedText, listed } from "./failed-text";
import classes from "./states.module.css";

export interface Coverage {
  sources: number;
  unread: string[];
  partial: string[];
  failed: { name: string; lastReadAt: string | null }[];
}

/** Says what a list cannot show: a source that failed, that gave only a part, or nothing yet. */
export function CoverageNotice({ coverage, mayOpen }: { coverage: Coverage; mayOpen: boolean }) {
  const { failed, partial, unread } = coverage;
  if (failed.length + partial.length + unread.length === 0) return null;
  const sentences = [
    ...(failed.length > 0 ? [failedText(failed)] : []),
    ...(partial.length > 0 ? [`${listed(partial)} could be read only in part.`] : []),
    ...(unread.length > 0 ? [`Not read yet: ${listed(unread)}.`] : []),
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
