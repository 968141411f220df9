import { IconHistory } from "@tabler/icons-react";
import Link from "next/link";
import { PlainTable } from "@/components/plain-table/plain-table";
import cells from "@/components/plain-table/plain-table.module.css";
import { EmptyState } from "@/components/states/empty-state";
import { Pager } from "@/components/states/pager";
import { eventTitle } from "@/lib/domain/audit/event-titles";
import type { AuditLine } from "@/lib/use-cases/audit-log/audit-filter";
import type { NamedEntries, NamedTarget } from "@/lib/use-cases/audit-log/name-targets";
import { type AuditParams, auditHref } from "../search-params";
import { actorText, type DetailPart, detailParts, outcomeText } from "./audit-words";
import classes from "./audit-log.module.css";

function Target({ line, target }: { line: AuditLine; target: NamedTarget | undefined }) {
  if (!target) return <span className={cells.quiet}>None</span>;
  const { word, name, under, href, isGone } = target;
  const more = [isGone ? "no longer there" : "", under ?? ""].filter(Boolean).join(", ");
  return (
    <span title={line.targetId ?? undefined}>
      <span className={classes.under}>{word}</span>
      {href ? (
        <Link href={href} prefetch={false}>
          {name ?? "Open"}
        </Link>
      ) : (
        <span className={name === null ? cells.mono : undefined}>
          {name ?? line.targetId?.slice(0, 13)}
        </span>
      )}
      {more ? <span className={classes.under}>{more}</span> : null}
    </span>
  );
}

const shownAtOnce = 300;

function Parts({ parts }: { parts: readonly DetailPart[] }) {
  return (
    <div>
      {parts.map(({ label, text }) => (
        <p key={label}>
          <span>{label}:</span> {text}
        </p>
      ))}
    </div>
  );
}

/** What an entry says of itself; a long one opens to its end. */
function Detail({ line, mentioned }: { line: AuditLine; mentioned: NamedEntries["mentioned"] }) {
  const parts = detailParts(line, mentioned);
  const text = parts.map(({ label, text: value }) => `${label}: ${value}`).join("; ");
  if (text === "") return "None";
  if (text.length <= shownAtOnce) return <Parts parts={parts} />;
  return (
    <details className={classes.more}>
      <summary>
        <span className={classes.start}>{`${text.slice(0, shownAtOnce)}…`}</span>
        <span className={classes.toggle} />
      </summary>
      <Parts parts={parts} />
    </details>
  );
}

function Outcome({ line }: { line: AuditLine }) {
  const { mark, text } = outcomeText(line);
  return (
    <span className={classes.outcome} data-outcome={mark}>
      {text}
    </span>
  );
}

function Row({ line, names }: { line: AuditLine; names: NamedEntries }) {
  const who = actorText(line);
  return (
    <tr>
      <td className={`${cells.nowrap} ${classes.event}`}>
        <span>{eventTitle(line.event) ?? line.event}</span>
        <span className={`${classes.under} ${cells.mono}`}>{line.event}</span>
        <span className={classes.under}>entry {line.seq}</span>
      </td>
      <td className={cells.nowrap}>
        <Outcome line={line} />
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
      <td className={classes.target}>
        <Target line={line} target={names.targets[line.seq]} />
      </td>
      <td className={classes.detail}>
        <Detail line={line} mentioned={names.mentioned} />
      </td>
    </tr>
  );
}

interface AuditTableProps {
  items: readonly AuditLine[];
  nextCursor: string | null;
  names: NamedEntries;
  params: AuditParams;
}

export function AuditTable({ items, nextCursor, names, params }: AuditTableProps) {
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
          <Row key={line.seq} line={line} names={names} />
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
