import { IconPlugConnected } from "@tabler/icons-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { SampleMark } from "@/components/nhi/sample-mark";
import { PlainTable } from "@/components/plain-table/plain-table";
import cells from "@/components/plain-table/plain-table.module.css";
import { EmptyState } from "@/components/states/empty-state";
import { TimeAgo } from "@/components/time/time-ago";
import { StatusDot } from "./status-dot";

interface Source {
  id: string;
  name: string;
  connectorName: string;
  describes: string;
  isSample: boolean;
  status: string;
  lastCompleteAt: string | null;
  coverage: string;
  identities: number;
  openFindings: number;
  run: { state: string } | null;
}

function Row({ source }: { source: Source }) {
  return (
    <tr>
      <td>
        <Link href={`/sources/${source.id}`}>{source.name}</Link>{" "}
        {source.isSample ? <SampleMark /> : null}
        <div className={cells.quiet}>
          {source.connectorName} · {source.describes}
        </div>
      </td>
      <td className={cells.nowrap}>
        <StatusDot status={source.run?.state ?? source.status} />
      </td>
      <td>{source.coverage}</td>
      <td className={cells.nowrap}>
        {source.lastCompleteAt ? <TimeAgo at={source.lastCompleteAt} /> : "Never"}
      </td>
      <td data-number>
        <Link href={`/identities?q=${encodeURIComponent(`source:${source.id}`)}`}>
          {source.identities.toLocaleString("en-GB")}
        </Link>
      </td>
      <td data-number>
        <Link href={`/findings?source=${source.id}`}>
          {source.openFindings.toLocaleString("en-GB")}
        </Link>
      </td>
    </tr>
  );
}

export function SourceTable({ items, buttons }: { items: readonly Source[]; buttons: ReactNode }) {
  if (items.length === 0) {
    return (
      <EmptyState
        icon={<IconPlugConnected size={22} />}
        title="No source is connected"
        sentence="Connect a cloud account, a GitHub organisation or a database; or look around in a sample organisation first."
        action={buttons}
      />
    );
  }
  return (
    <PlainTable
      label="Sources"
      columns={[
        "Source",
        "State",
        "Coverage",
        "Last read whole",
        { label: "Identities", number: true },
        { label: "Open findings", number: true },
      ]}
    >
      {items.map((source) => (
        <Row key={source.id} source={source} />
      ))}
    </PlainTable>
  );
}
