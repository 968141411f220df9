import { Anchor } from "@mantine/core";
import { PlainTable } from "@/components/plain-table/plain-table";
import cells from "@/components/plain-table/plain-table.module.css";
import { exactTime } from "@/components/time/time-text";
import type { CaseShape } from "./case-shape";
import { verbWords } from "./case-words";
import classes from "./offboarding.module.css";

const callState: Record<string, string> = {
  intended: "Intended; outcome not known yet",
  done: "Done",
  failed: "Failed",
};

const decisionWords: Record<string, string> = {
  approved: "Approved",
  rejected: "Rejected",
  confirmed: "Confirmed the deletion",
  refused: "Kept it",
  reported: "Reported as done",
};

/** Who decided, what was called, what the provider answered, and the audit entries that prove it. */
export function CaseReceipt({ detail }: { detail: CaseShape }) {
  return (
    <>
      {detail.approvals.length > 0 ? (
        <section className={classes.section}>
          <h2>Decisions</h2>
          <PlainTable label="Decisions" columns={["Person", "Decision", "Assurance", "Time"]}>
            {detail.approvals.map((line) => (
              <tr key={line.at}>
                <td>{line.person}</td>
                <td>
                  {decisionWords[line.decision]}
                  {line.reason ? `: ${line.reason}` : ""}
                </td>
                <td>AAL{line.assuranceLevel}</td>
                <td className={cells.nowrap}>{exactTime(line.at)}</td>
              </tr>
            ))}
          </PlainTable>
        </section>
      ) : null}
      {detail.calls.length > 0 ? (
        <section className={classes.section}>
          <h2>Calls</h2>
          <PlainTable label="Calls" columns={["Step", "Outcome", "The provider said", "Time"]}>
            {detail.calls.map((line) => (
              <tr key={line.startedAt}>
                <td>{verbWords[line.verb]}</td>
                <td>{callState[line.state]}</td>
                <td>{line.answer ?? "Nothing yet"}</td>
                <td className={cells.nowrap}>{exactTime(line.finishedAt ?? line.startedAt)}</td>
              </tr>
            ))}
          </PlainTable>
        </section>
      ) : null}
      <section className={classes.section}>
        <h2>Receipt</h2>
        <p className={classes.quiet}>
          Entries of the audit log about this case, each chained to the one before.{" "}
          <Anchor
            href={`/api/v1/offboarding/${detail.id}`}
            download={`offboarding-${detail.id}.json`}
            inherit
          >
            Download as JSON
          </Anchor>
        </p>
        <PlainTable label="Receipt" columns={["Entry", "Event", "By", "Time", "Hash"]}>
          {detail.audit.map((line) => (
            <tr key={line.seq}>
              <td>{line.seq}</td>
              <td>
                {line.event}
                {line.outcome === "refused" ? " (refused)" : ""}
              </td>
              <td>{line.actor}</td>
              <td className={cells.nowrap}>{exactTime(line.at)}</td>
              <td className={classes.hash}>{line.hash.slice(0, 16)}…</td>
            </tr>
          ))}
        </PlainTable>
      </section>
    </>
  );
}
