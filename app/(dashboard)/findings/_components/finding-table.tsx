import { IconShieldCheck } from "@tabler/icons-react";
import Link from "next/link";
import { BandBadge } from "@/components/nhi/band-badge";
import { SampleMark } from "@/components/nhi/sample-mark";
import { PlainTable } from "@/components/plain-table/plain-table";
import cells from "@/components/plain-table/plain-table.module.css";
import { EmptyState } from "@/components/states/empty-state";
import { Pager } from "@/components/states/pager";
import { TimeAgo } from "@/components/time/time-ago";
import type { FindingRow } from "@/lib/use-cases/findings/finding-sql";
import { findingsHref } from "../findings-href";
import type { FindingParams } from "../search-params";
import classes from "./findings.module.css";

interface FindingTableProps {
  items: readonly FindingRow[];
  nextCursor: string | null;
  params: FindingParams;
}

function Row({ item, params }: { item: FindingRow; params: FindingParams }) {
  const href = findingsHref(params, { finding: item.id });
  return (
    <tr data-selected={params.finding === item.id || undefined}>
      <td>
        <BandBadge band={item.severity} />
      </td>
      <td className={classes.wide}>
        <Link href={href} scroll={false}>
          {params.rule ? item.evidence : item.title}
        </Link>
        {params.rule ? null : <span className={classes.under}>{item.evidence}</span>}
        {item.reopenCount > 0 ? (
          <span className={classes.under}>
            Came back {item.reopenCount === 1 ? "once" : `${item.reopenCount} times`}
          </span>
        ) : null}
      </td>
      <td>
        <Link href={`/identities/${item.identity.id}`}>{item.identity.name}</Link>
      </td>
      <td className={cells.nowrap}>
        <span>
          {item.source.name} {item.source.isSample ? <SampleMark /> : null}
        </span>
      </td>
      <td className={`${cells.quiet} ${cells.nowrap}`}>
        <TimeAgo at={item.resolvedAt ?? item.firstSeenAt} />
      </td>
    </tr>
  );
}

/** Findings one by one, worst first: what was found in words, where, and since when. */
export function FindingTable({ items, nextCursor, params }: FindingTableProps) {
  if (items.length === 0) {
    return (
      <EmptyState
        icon={<IconShieldCheck size={22} />}
        title="No finding matches"
        sentence="Rules run after every sync. Change the filter, or connect a source whose facts they can judge."
        action={<Link href="/findings">Show all open findings</Link>}
      />
    );
  }
  const time = params.state === "resolved" ? "Resolved" : "First seen";
  return (
    <>
      <PlainTable
        label="Findings"
        columns={["Severity", "What was found", "Identity", "Source", time]}
      >
        {items.map((item) => (
          <Row key={item.id} item={item} params={params} />
        ))}
      </PlainTable>
      <Pager
        firstHref={params.cursor ? findingsHref(params, { cursor: null, finding: null }) : null}
        nextHref={nextCursor ? findingsHref(params, { cursor: nextCursor, finding: null }) : null}
        shown={`${items.length} shown`}
      />
    </>
  );
}
