import { Title } from "@mantine/core";
import { PlainTable } from "@/components/plain-table/plain-table";
import cells from "@/components/plain-table/plain-table.module.css";
import { TimeAgo } from "@/components/time/time-ago";
import type { StreamCoverage } from "@/lib/use-cases/sources/coverage";
import type { SourceDetail } from "@/lib/use-cases/sources/list-sources";
import { StatusDot } from "./status-dot";
import classes from "./sources.module.css";

/** Whether the last sync ended before its streams, so that they are those of an earlier one. */
const isEarlier = ({ status, streams }: StreamTableProps["source"]): boolean =>
  status === "failed" && streams.some(({ state }) => state !== "failed");

interface StreamTableProps {
  source: Pick<SourceDetail, "status" | "streams" | "titles">;
}

/** What is read, stream by stream, and what is not seen. */
export function StreamTable({ source }: StreamTableProps) {
  const { streams, titles } = source;
  const names = [...new Set([...Object.keys(titles), ...streams.map((one) => one.stream)])];
  const read = new Map(streams.map((one) => [one.stream, one]));
  return (
    <section className={classes.section}>
      <Title order={2}>
        {isEarlier(source) ? "What was read before the last sync failed" : "What is read"}
      </Title>
      <PlainTable
        label="Streams"
        columns={[
          "Stream",
          "State",
          { label: "Records", number: true },
          "Last read to the end",
          "Not seen",
        ]}
      >
        {names.map((name) => (
          <Row key={name} title={titles[name] ?? name} stream={read.get(name)} />
        ))}
      </PlainTable>
    </section>
  );
}

function Unseen({ message, gaps }: Pick<StreamCoverage, "message" | "gaps">) {
  if (message) return message;
  if (gaps.length === 0) return "Nothing";
  return (
    <ul className={classes.gaps}>
      {gaps.map((gap) => (
        <li key={`${gap.scope}${gap.message}`}>{gapText(gap)}</li>
      ))}
    </ul>
  );
}

/** Most messages name what they are about themselves. */
const gapText = ({ scope, message }: StreamCoverage["gaps"][number]): string =>
  message.includes(scope) ? message : `${scope}: ${message}`;

/** What its provider or plan tells only in part has no end to be read to. */
function LastComplete({ stream: { state, lastCompleteAt } }: { stream: StreamCoverage }) {
  if (lastCompleteAt) return <TimeAgo at={lastCompleteAt} />;
  return state === "limited" ? <span className={cells.quiet}>Does not apply</span> : "Never";
}

function Row({ title, stream }: { title: string; stream: StreamCoverage | undefined }) {
  if (!stream) {
    return (
      <tr>
        <td>{title}</td>
        <td>
          <StatusDot status="never_synced" />
        </td>
        <td data-number className={cells.quiet}>
          Unknown
        </td>
        <td>Never</td>
        <td className={cells.quiet}>Everything: not read yet</td>
      </tr>
    );
  }
  return (
    <tr>
      <td>{title}</td>
      <td className={cells.nowrap}>
        <StatusDot status={stream.state} />
      </td>
      <td data-number>{stream.records.toLocaleString("en-GB")}</td>
      <td className={cells.nowrap}>
        <LastComplete stream={stream} />
      </td>
      <td className={cells.quiet}>
        <Unseen message={stream.message} gaps={stream.gaps} />
      </td>
    </tr>
  );
}
