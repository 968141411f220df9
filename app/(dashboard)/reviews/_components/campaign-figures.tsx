import { PlainTable } from "@/components/plain-table/plain-table";
import { exactTime } from "@/components/time/time-text";
import type { ReviewDecision } from "@/lib/domain/lifecycle/review-item";
import { counted, numberText } from "@/lib/domain/counted";
import { decisionWords } from "./review-words";
import classes from "./reviews.module.css";

interface Figures {
  decisions: { decision: ReviewDecision; count: number; pending: number; failed: number }[];
  teams: { team: string | null; waiting: number; decided: number; unanswered: number }[];
  reviewers: {
    personId: string | null;
    name: string | null;
    waiting: number;
    decided: number;
    unanswered: number;
    medianHours: number | null;
  }[];
  delegations: {
    id: string;
    from: string;
    to: string;
    by: string;
    reason: string;
    items: number;
    at: string;
  }[];
}

const hoursADay = 24;
const duration = (hours: number | null): string => {
  if (hours === null) return "No answer yet";
  if (hours < 1) return "Under an hour";
  return hours < 2 * hoursADay
    ? counted(Math.round(hours), "hour")
    : counted(Math.round(hours / hoursADay), "day");
};
const progress = [
  { label: "Answered", number: true },
  { label: "Waiting", number: true },
  { label: "Not answered", number: true },
] as const;

const Counts = ({ row }: { row: { waiting: number; decided: number; unanswered: number } }) => (
  <>
    <td data-number>{numberText(row.decided)}</td>
    <td data-number>{numberText(row.waiting)}</td>
    <td data-number>{numberText(row.unanswered)}</td>
  </>
);

/** Answers, progress by reviewer and team, how long answers took, and what was handed on. */
export function CampaignFigures({ detail }: { detail: Figures }) {
  return (
    <>
      {detail.decisions.length > 0 ? (
        <p>
          {detail.decisions
            .map((row) => `${decisionWords[row.decision]} ${numberText(row.count)}`)
            .join(" · ")}
        </p>
      ) : null}
      <div className={classes.two}>
        <section className={classes.section}>
          <h2>Reviewers</h2>
          <PlainTable label="Reviewers" columns={["Reviewer", ...progress, "Median answer"]}>
            {detail.reviewers.map((row) => (
              <tr key={row.personId ?? "analysts"}>
                <td>{row.name ?? "Analysts"}</td>
                <Counts row={row} />
                <td>{duration(row.medianHours)}</td>
              </tr>
            ))}
          </PlainTable>
        </section>
        <section className={classes.section}>
          <h2>Teams</h2>
          <PlainTable label="Teams" columns={["Team", ...progress]}>
            {detail.teams.map((row) => (
              <tr key={row.team ?? ""}>
                <td>{row.team ?? "No team"}</td>
                <Counts row={row} />
              </tr>
            ))}
          </PlainTable>
        </section>
      </div>
      {detail.delegations.length > 0 ? (
        <section className={classes.section}>
          <h2>Handed on</h2>
          <PlainTable label="Handed on" columns={["From", "To", "Items", "Why", "Time"]}>
            {detail.delegations.map((row) => (
              <tr key={row.id}>
                <td>{row.from}</td>
                <td>{row.to}</td>
                <td data-number>{numberText(row.items)}</td>
                <td>{`${row.reason} (${row.by})`}</td>
                <td>{exactTime(row.at)}</td>
              </tr>
            ))}
          </PlainTable>
        </section>
      ) : null}
    </>
  );
}
