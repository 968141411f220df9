import { Title } from "@mantine/core";
import Link from "next/link";
import { SampleMark } from "@/components/nhi/sample-mark";
import { PlainTable } from "@/components/plain-table/plain-table";
import cells from "@/components/plain-table/plain-table.module.css";
import { TimeAgo } from "@/components/time/time-ago";
import classes from "./overview.module.css";

interface SourceCoverage {
  sourceId: string;
  sourceName: string;
  isSample: boolean;
  lastCompleteAt: string | null;
  failing: boolean;
  sentence: string;
  streams: number;
  complete: number;
  unseen: { stream: string; state: string; because: string | null }[];
}

function Unseen({ source }: { source: SourceCoverage }) {
  if (source.failing && source.unseen.length === 0) return "The last attempt failed";
  if (source.complete === 0 && source.unseen.length === 0) return "Everything: not read yet";
  if (source.unseen.length === 0) return "Nothing is left out";
  return (
    <ul className={classes.unseen}>
      {source.unseen.map(({ stream, state, because }) => (
        <li key={stream}>
          {stream}: {state}
          {because ? `. ${because}` : ""}
        </li>
      ))}
    </ul>
  );
}

/** What we can and cannot see, by source, the oldest reading first. */
export function CoverageTable({ coverage }: { coverage: readonly SourceCoverage[] }) {
  const whole = coverage.filter((s) => s.streams > 0 && s.complete === s.streams).length;
  return (
    <section className={classes.section}>
      <Title order={2} size="h3">
        {whole === coverage.length
          ? "Every source is read whole"
          : `${whole} of ${coverage.length} sources are read whole`}
      </Title>
      <PlainTable
        label="Coverage by source"
        columns={["Source", "What we see", "What we cannot see", "Last read to the end"]}
      >
        {coverage.map((source) => (
          <tr key={source.sourceId}>
            <td className={cells.nowrap}>
              <Link href={`/sources/${source.sourceId}`}>{source.sourceName}</Link>{" "}
              {source.isSample ? <SampleMark /> : null}
            </td>
            <td>{source.sentence}</td>
            <td className={cells.quiet}>
              <Unseen source={source} />
            </td>
            <td className={cells.nowrap}>
              {source.lastCompleteAt ? <TimeAgo at={source.lastCompleteAt} /> : "Never"}
            </td>
          </tr>
        ))}
      </PlainTable>
    </section>
  );
}
