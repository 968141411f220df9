import { IconHistory } from "@tabler/icons-react";
import Link from "next/link";
import { PlainTable } from "@/components/plain-table/plain-table";
import cells from "@/components/plain-table/plain-table.module.css";
import { EmptyState } from "@/components/states/empty-state";
import { Pager } from "@/components/states/pager";
import type { AuditLine } from "@/lib/use-cases/audit-log/audit-filter";
import { type AuditParams, auditHref } from "../search-params";
import { actorText, detailText, targetHref } from "./audit-words";
import classes from "./audit-log.module.css";

const outcomeWords: Record<string, string> = {
  done: "Done",
  refused: "Refused",
  failed: "Failed",
};

function Target({ line }: { line: AuditLine }) {
  const { targetType, targetId } = line;
  if (!targetType) return <span className={cells.quiet}>None</span>;
  const href = targetHref(line);
  const id = targetId?.slice(0, 13) ?? "";
  return (
    <span>
      {targetType}{" "}
      {href ? (
        <Link href={href} className={cells.mono} title={targetId ?? undefined}>
          {id}
        </Link>
      ) : (
        <span className={cells.mono} title={targetId ?? undefined}>
          {id}
        </span>
      )}
    </span>
  );
}

const shownAtOnce = 300;

/** What an entry says of itself; a long one opens to its end. */
function Detail({ text }: { text: string }) {
  if (text.length <= shownAtOnce) return text || "None";
  return (
    <details className={classes.more}>
      <summary>
        <span className={classes.start}>{`${text.slice(0, shownAtOnce)}…`}</span>
        <span className={classes.toggle} />
      </summary>
      <p>{text}</p>
    </details>
  );
}

function Row({ line }: { line: AuditLine }) {
  const who = actorText(line);
  return (
    <tr>
      <td className={`${cells.nowrap} ${classes.event}`}>
        <span className={cells.mono}>{line.event}</span>
        <span className={classes.under}>entry {line.seq}</span>
      </td>
      <td className={cells.nowrap}>
        <span className={classes.outcome} data-outcome={line.outcome}>
          {outcomeWords[line.outcome] ?? line.outcome}
        </span>
      </td>
      <td className={cells.nowrap}>
        <time dateTime={line.at}>{`${line.at.slice(0, 10)} ${line.at.slice(11, 19)} UTC`}</time>
      </td>
      <td>
        <span>
          {who.name}
          <span className={classes.under}>
            {[who.kind, line.ip ? `from ${line.ip}` : ""].filter(Boolean).join(", ")}
          </span>
        </span>
      </td>
      <td className={cells.quiet}>
        <Target line={line} />
      </td>
      <td className={classes.detail}>
        <Detail text={detailText(line.detail)} />
      </td>
    </tr>
  );
}

interface AuditTableProps {
  items: readonly AuditLine[];
  nextCursor: string | null;
  params: AuditParams;
}

export function AuditTable({ items, nextCursor, params }: AuditTableProps) {
  if (items.length === 0) {
    return (
      <EmptyState
        icon={<IconHistory size={22} />}
        title="No entry matches"
        sentence="Entries are never deleted, so what you look for was not recorded under these conditions."
        action={<Link href="/audit-log">Show all entries</Link>}
      />
    );
  }
  const { cursor, ...filter } = params;
  return (
    <>
      <PlainTable
        label="Audit log"
        columns={["Event", "Outcome", "Time", "Who", "Target", "Detail"]}
      >
        {items.map((line) => (
          <Row key={line.seq} line={line} />
        ))}
      </PlainTable>
      <Pager
        firstHref={cursor ? auditHref(filter) : null}
        nextHref={nextCursor ? auditHref({ ...filter, cursor: nextCursor }) : null}
        shown={`Entries ${items.at(-1)?.seq} to ${items[0]?.seq}`}
        labels={{ first: "Newest entries", next: "Older entries" }}
      />
    </>
  );
}
