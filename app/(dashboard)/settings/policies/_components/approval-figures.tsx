import type { ApprovalFigures as Figures } from "@/lib/use-cases/policies/get-approval-figures";
import { shareFirst } from "@/lib/domain/share";
import { durationText } from "@/components/time/time-text";
import { PlainTable } from "@/components/plain-table/plain-table";
import classes from "./policies.module.css";

const latency = (ms: number | null): string =>
  ms === null ? "Unknown: none yet" : durationText(ms);

/** C13, C44: how many approvals needed nobody, and how long the others took. */
export function ApprovalFigures({ figures }: { figures: Figures }) {
  const { decided, automatic, medianMs, p95Ms, weeks } = figures;
  const most = Math.max(1, ...weeks.map((week) => week.decided));
  return (
    <section className={classes.section}>
      <h2>
        {decided === 0
          ? "No request was approved in the last 12 weeks"
          : `${shareFirst(automatic, decided)} of approvals needed nobody in the last 12 weeks`}
      </h2>
      <dl className={classes.figures}>
        <div>
          <dt>Approved</dt>
          <dd>{decided}</dd>
        </div>
        <div>
          <dt>By themselves, low risk</dt>
          <dd>{automatic}</dd>
        </div>
        <div>
          <dt>Median time to an approval by a person</dt>
          <dd>{latency(medianMs)}</dd>
        </div>
        <div>
          <dt>95 % within</dt>
          <dd>{latency(p95Ms)}</dd>
        </div>
      </dl>
      {decided === 0 ? null : (
        <>
          <div className={classes.bars} aria-hidden="true">
            {weeks.map((week) => (
              <div key={week.week} className={classes.bar}>
                <span style={{ height: `${(100 * (week.decided - week.automatic)) / most}%` }} />
                <span data-automatic style={{ height: `${(100 * week.automatic) / most}%` }} />
              </div>
            ))}
          </div>
          <PlainTable
            label="Approvals by week"
            columns={[
              "Week from",
              { label: "Approved", number: true },
              { label: "By themselves", number: true },
              "Median time",
            ]}
          >
            {weeks
              .filter((week) => week.decided > 0)
              .map((week) => (
                <tr key={week.week}>
                  <td>{week.week}</td>
                  <td data-number>{week.decided}</td>
                  <td data-number>{week.automatic}</td>
                  <td>{latency(week.medianMs)}</td>
                </tr>
              ))}
          </PlainTable>
        </>
      )}
    </section>
  );
}
