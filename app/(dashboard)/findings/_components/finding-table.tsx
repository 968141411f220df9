import { Anchor } from "@mantine/core";
import { IconShieldCheck } from "@tabler/icons-react";
import { LocalLink as Link } from "@/components/shell/local-link";
import { BandBadge } from "@/components/nhi/band-badge";
import { SampleMark } from "@/components/nhi/sample-mark";
import { PlainTable } from "@/components/plain-table/plain-table";
import cells from "@/components/plain-table/plain-table.module.css";
import { EmptyState } from "@/components/states/empty-state";
import { TimeAgo } from "@/components/time/time-ago";
import { type FindingParams, findingsHref } from "../search-params";

interface Item {
  id: string;
  severity: string;
  title: string;
  firstSeenAt: string;
  reopenCount: number;
  identity: { id: string; name: string; riskBand: string; riskScore: number };
  source: { name: string; isSample: boolean };
}

interface FindingTableProps {
  items: readonly Item[];
  nextCursor: string | null;
  params: FindingParams;
}

function Row({ item, params }: { item: Item; params: FindingParams }) {
  return (
    <tr data-selected={params.finding === item.id || undefined}>
      <td>
        <BandBadge band={item.severity} />
      </td>
      <td>
        <Link href={findingsHref(params, { finding: item.id })} scroll={false}>
          {item.title}
        </Link>
        {item.reopenCount > 0 ? (
          <span className={cells.quiet}> · reopened {item.reopenCount} times</span>
        ) : null}
      </td>
      <td>
        <Link href={`/identities/${item.identity.id}`}>{item.identity.name}</Link>
      </td>
      <td className={cells.nowrap}>
        {item.source.name} {item.source.isSample ? <SampleMark /> : null}
      </td>
      <td className={`${cells.quiet} ${cells.nowrap}`}>
        <TimeAgo at={item.firstSeenAt} />
      </td>
    </tr>
  );
}

export function FindingTable({ items, nextCursor, params }: FindingTableProps) {
  if (items.length === 0) {
    return (
      <EmptyState
        icon={<IconShieldCheck size={22} />}
        title="No finding matches"
        sentence="Rules run after every sync. Change the filter, or connect a source whose facts they can judge."
        action={
          <Anchor component={Link} href="/findings">
            Show all open findings
          </Anchor>
        }
      />
    );
  }
  return (
    <>
      <PlainTable
        label="Findings"
        columns={["Severity", "Finding", "Identity", "Source", "First seen"]}
      >
        {items.map((item) => (
          <Row key={item.id} item={item} params={params} />
        ))}
      </PlainTable>
      {nextCursor ? (
        <p>
          <Anchor
            component={Link}
            href={findingsHref(params, { cursor: nextCursor, finding: null })}
          >
            Next page
          </Anchor>
        </p>
      ) : null}
    </>
  );
}
