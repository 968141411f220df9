import { Title } from "@mantine/core";
import Link from "next/link";
import { SampleMark } from "@/components/nhi/sample-mark";
import { PlainTable } from "@/components/plain-table/plain-table";
import cells from "@/components/plain-table/plain-table.module.css";
import { DatedText } from "@/components/time/dated-text";
import { TimeAgo } from "@/components/time/time-ago";
import { silenceOf, type SourceReading, unseenText, wholeTitle } from "./reading";
import classes from "./overview.module.css";

interface SourceCoverage extends SourceReading {
  isSample: boolean;
  sentence: string;
  unseen: { stream: string; state: string; because: string | null }[];
}

function Unseen({ source }: { source: SourceCoverage }) {
  if (!source.answers || source.unseen.length === 0) {
    return <DatedText text={unseenText(source)} />;
  }
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

/** What we can and cannot see, by source, the one read to the end longest ago first. */
export function CoverageTable({ coverage }: { coverage: readonly SourceCoverage[] }) {
  const silence = silenceOf(coverage);
  return (
    <section className={classes.section}>
      <Title order={2} size="h3">
        {wholeTitle(coverage)}
      </Title>
      {silence ? (
        <p className={classes.silence}>
          <Link href={silence.href}>
            <DatedText text={silence.sentence} />
          </Link>
        </p>
      ) : null}
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
