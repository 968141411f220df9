import { IconRepeat } from "@tabler/icons-react";
import { PlainTable } from "@/components/plain-table/plain-table";
import cells from "@/components/plain-table/plain-table.module.css";
import { LocalLink as Link } from "@/components/shell/local-link";
import { EmptyState } from "@/components/states/empty-state";
import { exactTime } from "@/components/time/time-text";
import type { Calendar, ReviewTrigger, RiskLine } from "@/lib/domain/lifecycle/recurrence";
import { counted } from "@/lib/domain/counted";
import { seriesWords } from "./review-words";
import classes from "./reviews.module.css";
import { StopSeries } from "./stop-series";

interface Series {
  id: string;
  name: string;
  repeats: Calendar | "on_event";
  query: string;
  triggers: ReviewTrigger[];
  riskLine: RiskLine | null;
  dueDays: number;
  nextAt: string | null;
  state: "active" | "stopped";
  note: string | null;
  createdBy: string;
  last: { id: string; name: string } | null;
}

const next = (series: Series): string => {
  if (series.state === "stopped") return "Stopped";
  return series.nextAt ? exactTime(series.nextAt) : "At the next event";
};

/** Reviews that open by themselves: when the next one does, and where the last one is. */
export function SeriesTable({ items, mayRun }: { items: Series[]; mayRun: boolean }) {
  if (items.length === 0) {
    return (
      <EmptyState
        icon={<IconRepeat size={22} />}
        title="No review repeats"
        sentence={`${mayRun ? "Start a review and choose" : "Whoever starts a review chooses"} how often: every month, every three months, or whenever a risk rises, an owner changes or something is found exposed.`}
      />
    );
  }
  return (
    <PlainTable label="Repeating reviews" columns={["Review", "How often", "Next", "Last", "Stop"]}>
      {items.map((series) => (
        <tr key={series.id}>
          <td>
            {series.name}
            <div className={cells.quiet}>{series.query || "All identities"}</div>
          </td>
          <td>
            <div>
              {seriesWords(series)}
              <div className={cells.quiet}>{`Due ${counted(series.dueDays, "day")} later`}</div>
            </div>
          </td>
          <td>
            <span
              className={classes.state}
              data-tone={series.state === "active" ? "waiting" : "quiet"}
            >
              {next(series)}
            </span>
            {series.note ? <div className={cells.quiet}>{series.note}</div> : null}
          </td>
          <td>
            {series.last ? (
              <Link href={`/reviews/${series.last.id}`}>{series.last.name}</Link>
            ) : (
              "None yet"
            )}
          </td>
          <td>
            {mayRun && series.state === "active" ? (
              <StopSeries seriesId={series.id} name={series.name} />
            ) : (
              <span className={cells.quiet}>
                {series.state === "stopped" ? "It is stopped" : "Analysts can"}
              </span>
            )}
          </td>
        </tr>
      ))}
    </PlainTable>
  );
}
