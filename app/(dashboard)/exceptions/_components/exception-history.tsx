import { PlainTable } from "@/components/plain-table/plain-table";
import cells from "@/components/plain-table/plain-table.module.css";
import { LocalLink as Link } from "@/components/shell/local-link";
import { exactTime } from "@/components/time/time-text";
import type { ExceptionDetail } from "@/lib/use-cases/exceptions/get-exception";
import { stateWords } from "./exception-words";
import classes from "./exceptions.module.css";

/** What it covers now, what it renews, and the audit entries that prove it. */
export function ExceptionHistory({ detail }: { detail: ExceptionDetail }) {
  return (
    <>
      <section className={classes.section}>
        <h2>Findings it covers now</h2>
        {detail.findings.length === 0 ? (
          <p className={cells.quiet}>
            {detail.state === "requested" ? "None before somebody approves it." : "None."}
          </p>
        ) : (
          <ul>
            {detail.findings.map((one) => (
              <li key={one.id}>
                <Link href={`/findings?state=excepted&view=all&finding=${one.id}`}>
                  {one.title}
                </Link>
                , {one.severity}
              </li>
            ))}
          </ul>
        )}
      </section>
      {detail.before.length > 0 ? (
        <section className={classes.section}>
          <h2>Before this one</h2>
          <ul>
            {detail.before.map((one) => (
              <li key={one.id}>
                <Link href={`/exceptions/${one.id}`}>
                  {exactTime(one.startsAt)} to {exactTime(one.endsAt)}
                </Link>
                , {stateWords[one.state].label.toLowerCase()}
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      <section className={classes.section}>
        <h2>Audit entries</h2>
        <PlainTable label="Audit entries" columns={["Entry", "Event", "By", "Time", "Hash"]}>
          {detail.audit.map((entry) => (
            <tr key={entry.seq}>
              <td>{entry.seq}</td>
              <td>{entry.outcome === "refused" ? `${entry.event} (refused)` : entry.event}</td>
              <td>{entry.actor}</td>
              <td className={cells.nowrap}>{exactTime(entry.at)}</td>
              <td className={classes.hash}>{entry.hash.slice(0, 16)}…</td>
            </tr>
          ))}
        </PlainTable>
      </section>
    </>
  );
}
