import { Anchor } from "@mantine/core";
import { counted } from "@/lib/domain/counted";
import type { SourceCoverage } from "@/lib/domain/inventory/source-coverage";
import { LocalLink as Link } from "../shell/local-link";
import { Notice } from "../states/notice";
import classes from "./nhi.module.css";

interface SourceNoticeProps {
  coverage: SourceCoverage;
  source: { id: string; name: string };
  /** Whether the reader may open the source's page. */
  mayOpen: boolean;
}

/** What the source of a row could not be asked, so that nobody takes silence for an answer. */
export function SourceNotice({ coverage, source, mayOpen }: SourceNoticeProps) {
  const { failure, unread } = coverage;
  if (failure === null && unread.length === 0) return null;
  const streams = counted(unread.length, "stream was", "streams were");
  return (
    <Notice
      kind="warning"
      title={
        failure === null
          ? `${source.name}: ${streams} not read whole`
          : `The last sync of ${source.name} failed`
      }
      action={
        mayOpen ? (
          <Anchor component={Link} href={`/sources/${source.id}`} prefetch={false} size="sm">
            See source
          </Anchor>
        ) : null
      }
    >
      {failure === null ? null : <p className={classes.noticeText}>{failure}</p>}
      {unread.length === 0 ? null : (
        <ul className={classes.unread}>
          {unread.map(({ stream, state, because }) => (
            <li key={stream}>
              <b>{stream}</b>: {state}
              {because ? `. ${because}` : ""}
            </li>
          ))}
        </ul>
      )}
    </Notice>
  );
}
