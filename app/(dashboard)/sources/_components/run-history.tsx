import { Title } from "@mantine/core";
import { PlainTable } from "@/components/plain-table/plain-table";
import cells from "@/components/plain-table/plain-table.module.css";
import { TimeAgo } from "@/components/time/time-ago";
import { outcomeText, tookText } from "./run-words";
import { StatusDot } from "./status-dot";
import classes from "./sources.module.css";

interface Run {
  id: string;
  state: string;
  requestedBy: string | null;
  createdAt: string;
  startedAt: string | null;
  finishedAt: string | null;
  records: number;
  error: { message: string; todo: string } | null;
  outcome: Record<string, number>;
}

export function RunHistory({ runs }: { runs: readonly Run[] }) {
  if (runs.length === 0) return null;
  return (
    <section className={classes.section}>
      <Title order={2}>Runs</Title>
      <PlainTable
        label="Runs"
        columns={[
          "Asked for",
          "By",
          "State",
          { label: "Records", number: true },
          { label: "Took", number: true },
          "Outcome",
        ]}
      >
        {runs.map((run) => (
          <tr key={run.id}>
            <td className={cells.nowrap}>
              <TimeAgo at={run.createdAt} />
            </td>
            <td>{run.requestedBy ?? "Schedule"}</td>
            <td className={cells.nowrap}>
              <StatusDot status={run.state === "failed" ? "run_failed" : run.state} />
            </td>
            <td data-number>{run.records.toLocaleString("en-GB")}</td>
            <td data-number className={cells.nowrap}>
              {tookText(run)}
            </td>
            <td className={cells.quiet}>{outcomeText(run)}</td>
          </tr>
        ))}
      </PlainTable>
    </section>
  );
}
