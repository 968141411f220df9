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
  streams: number;
  complete: number;
  uncovered: string[];
}

function seen({ streams, complete, uncovered }: SourceCoverage): string {
  if (streams === 0) return "Not read yet";
  if (complete === streams) return `All ${streams} streams`;
  return `${complete} of ${streams} streams; not seen whole: ${uncovered.join(", ")}`;
}

/** What we can and cannot see, by source. */
export function CoverageTable({ coverage }: { coverage: readonly SourceCoverage[] }) {
  const whole = coverage.filter((s) => s.streams > 0 && s.complete === s.streams).length;
  return (
    <section className={classes.section}>
      <Title order={2}>
        {whole === coverage.length
          ? "Every source is read whole"
          : `${whole} of ${coverage.length} sources are read whole`}
      </Title>
      <PlainTable label="Coverage by source" columns={["Source", "What we see", "Last read whole"]}>
        {coverage.map((source) => (
          <tr key={source.sourceId}>
            <td className={cells.nowrap}>
              <Link href={`/sources/${source.sourceId}`}>{source.sourceName}</Link>{" "}
              {source.isSample ? <SampleMark /> : null}
            </td>
            <td>
              {seen(source)}
              {source.failing ? "; the last attempt failed" : ""}
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
