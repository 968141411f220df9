import { Title } from "@mantine/core";
import { PlainTable } from "@/components/plain-table/plain-table";
import cells from "@/components/plain-table/plain-table.module.css";
import { TimeAgo } from "@/components/time/time-ago";
import { StatusDot } from "./status-dot";
import classes from "./sources.module.css";

interface StreamRow {
  stream: string;
  state: string;
  records: number;
  gaps: readonly { scope: string; message: string }[];
  lastCompleteAt: string | null;
  message: string | null;
}

/** What is read, stream by stream, and what is not seen. */
export function StreamTable({ streams }: { streams: readonly StreamRow[] }) {
  if (streams.length === 0) return null;
  return (
    <section className={classes.section}>
      <Title order={2}>What is read</Title>
      <PlainTable
        label="Streams"
        columns={["Stream", "State", { label: "Records", number: true }, "Last whole", "Not seen"]}
      >
        {streams.map((stream) => (
          <tr key={stream.stream}>
            <td>{stream.stream}</td>
            <td className={cells.nowrap}>
              <StatusDot status={stream.state} />
            </td>
            <td data-number>{stream.records.toLocaleString("en-GB")}</td>
            <td className={cells.nowrap}>
              {stream.lastCompleteAt ? <TimeAgo at={stream.lastCompleteAt} /> : "Never"}
            </td>
            <td className={cells.quiet}>
              {stream.message ??
                (stream.gaps.length > 0
                  ? stream.gaps.map((gap) => `${gap.scope}: ${gap.message}`).join("; ")
                  : "Nothing")}
            </td>
          </tr>
        ))}
      </PlainTable>
    </section>
  );
}
