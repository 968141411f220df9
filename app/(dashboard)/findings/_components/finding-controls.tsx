import { Title } from "@mantine/core";
import type { FindingDetail } from "@/lib/use-cases/findings/get-finding";
import classes from "./findings.module.css";

/** The controls a finding gives evidence for, by framework. */
export function FindingControls({ frameworks }: Pick<FindingDetail, "frameworks">) {
  if (frameworks.length === 0) return null;
  const groups = Map.groupBy(frameworks, (entry) => entry.framework);
  return (
    <section>
      <Title order={3}>Controls it touches</Title>
      {[...groups].map(([framework, entries]) => (
        <div key={framework} className={classes.framework}>
          <span className={classes.under}>{framework}</span>
          <ul>
            {entries.map((entry) => (
              <li key={entry.id}>
                <span className={classes.tag}>{entry.id}</span>{" "}
                {entry.title === framework ? null : entry.title}
              </li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  );
}
