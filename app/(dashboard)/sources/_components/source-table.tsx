import { IconPlugConnected } from "@tabler/icons-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { SampleMark } from "@/components/nhi/sample-mark";
import { PlainTable } from "@/components/plain-table/plain-table";
import cells from "@/components/plain-table/plain-table.module.css";
import { EmptyState } from "@/components/states/empty-state";
import { TimeAgo } from "@/components/time/time-ago";
import type { SourceSummary } from "@/lib/use-cases/sources/list-sources";
import { ConnectorMark } from "./connector-mark";
import { scheduleText } from "./schedule-words";
import { runStatus, StatusDot } from "./status-dot";
import classes from "./sources.module.css";

const ended = (state: string) => state !== "pending" && state !== "running";

/** How far a run is, in the width of a cell. */
function RunProgress({ run }: { run: NonNullable<SourceSummary["run"]> }) {
  const { streams, records } = run;
  const done = streams.filter((stream) => ended(stream.state)).length;
  return (
    <>
      <span className={classes.under} aria-live="polite">
        {records.toLocaleString("en-GB")} records · {done} of {streams.length} streams
      </span>
      <span className={classes.bar} aria-hidden="true">
        <span style={{ width: `${streams.length === 0 ? 0 : (100 * done) / streams.length}%` }} />
      </span>
    </>
  );
}

function Row({ source }: { source: SourceSummary }) {
  const { run, lastError } = source;
  const cause = lastError?.message;
  return (
    <tr>
      <td>
        <span className={classes.named}>
          <ConnectorMark id={source.connectorId} />
          <span>
            <Link href={`/sources/${source.id}`}>{source.name}</Link>{" "}
            {source.isSample ? <SampleMark /> : null}
            <span className={classes.under}>
              {source.connectorName} · {source.describes}
            </span>
          </span>
        </span>
      </td>
      <td>
        <span>
          <StatusDot status={run ? runStatus(run) : source.status} />
          {run ? <RunProgress run={run} /> : null}
          {!run && cause ? (
            <span className={classes.under} title={cause}>
              {cause.length > 90 ? `${cause.slice(0, 90)}…` : cause}
            </span>
          ) : null}
        </span>
      </td>
      <td>{source.coverage}</td>
      <td className={cells.nowrap}>
        <span>
          {source.lastCompleteAt ? <TimeAgo at={source.lastCompleteAt} /> : "Never"}
          <span className={classes.under}>{scheduleText(source)}</span>
        </span>
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

interface SourceTableProps {
  items: readonly SourceSummary[];
  buttons: ReactNode;
}

export function SourceTable({ items, buttons }: SourceTableProps) {
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
        "Last read to the end",
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
