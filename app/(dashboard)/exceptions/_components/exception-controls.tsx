import { PlainTable } from "@/components/plain-table/plain-table";
import { exactTime } from "@/components/time/time-text";
import type { ExceptionDetail } from "@/lib/use-cases/exceptions/get-exception";
import { checkWords, controlWords } from "./exception-words";
import classes from "./exceptions.module.css";
import { Mark } from "./mark";

/** Each claimed control with what the facts said when it was last checked. */
export function ExceptionControls({ detail }: { detail: ExceptionDetail }) {
  return (
    <section className={classes.section}>
      <h2>Compensating controls, checked {exactTime(detail.checkedAt)}</h2>
      <PlainTable label="Compensating controls" columns={["Control", "Now", "Because", "From"]}>
        {detail.checks.map((check) => (
          <tr key={check.control}>
            <td>{controlWords[check.control].label}</td>
            <td>
              <Mark {...checkWords[check.state]} />
            </td>
            <td>
              {check.control === "other" && detail.controlsNote
                ? `${detail.controlsNote}. ${check.because}`
                : check.because}
            </td>
            <td>
              {check.source
                ? `${check.source}${check.observedAt ? `, ${exactTime(check.observedAt)}` : ""}`
                : "The set-up of its source"}
            </td>
          </tr>
        ))}
      </PlainTable>
    </section>
  );
}
