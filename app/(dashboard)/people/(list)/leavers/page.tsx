import type { Metadata } from "next";
import { pageContext } from "@/app/_http/request-context";
import { PlainTable } from "@/components/plain-table/plain-table";
import cells from "@/components/plain-table/plain-table.module.css";
import { LocalLink as Link } from "@/components/shell/local-link";
import { PageBody, PageHeader } from "@/components/shell/page-header";
import { EmptyState } from "@/components/states/empty-state";
import { TimeAgo } from "@/components/time/time-ago";
import { listLeavers } from "@/lib/use-cases/leavers/list-leavers";
import { causeWords, outcomeWords } from "../../_components/leaver-words";
import { PeopleTabs } from "../../_components/people-tabs";

export const metadata: Metadata = { title: "Leavers" };

export default async function LeaversPage() {
  const ctx = await pageContext("leaver:read");
  const [open, closed] = await Promise.all([
    listLeavers(ctx, { state: "open" }),
    listLeavers(ctx, { state: "closed" }),
  ]);
  const rows = [...open.items, ...closed.items];
  return (
    <PageBody>
      <PageHeader
        title="Leavers"
        sentence="People who left, each open until everything that was tied to them has somebody else or is taken out of service."
      />
      <PeopleTabs ctx={ctx} at="/people/leavers" />
      {rows.length === 0 ? (
        <EmptyState
          title="Nobody has left"
          sentence="When your directory or an administrator disables a person, what they owned, created, approved or hold is listed here."
        />
      ) : (
        <PlainTable label="Leavers" columns={["Person", "To decide", "How they left", "When"]}>
          {rows.map((row) => (
            <tr key={row.id}>
              <td>
                <Link href={`/people/leavers/${row.id}`}>{row.person.name}</Link>
                <div className={cells.quiet}>{row.person.email}</div>
              </td>
              <td>
                {row.outcome
                  ? outcomeWords[row.outcome]
                  : `${row.undecided.toLocaleString("en-GB")} of ${row.total.toLocaleString("en-GB")}`}
              </td>
              <td>{causeWords[row.because]}</td>
              <td className={cells.nowrap}>
                <TimeAgo at={row.openedAt} />
              </td>
            </tr>
          ))}
        </PlainTable>
      )}
    </PageBody>
  );
}
