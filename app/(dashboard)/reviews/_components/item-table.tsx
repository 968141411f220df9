import { Anchor } from "@mantine/core";
import { PlainTable } from "@/components/plain-table/plain-table";
import cells from "@/components/plain-table/plain-table.module.css";
import { LinkTabs } from "@/components/shell/link-tabs";
import { LocalLink as Link } from "@/components/shell/local-link";
import { TimeAgo } from "@/components/time/time-ago";
import type { ReviewRow } from "@/lib/domain/lifecycle/review-card";
import { decisionWords, itemStateWords } from "./review-words";
import classes from "./reviews.module.css";

interface ItemTableProps {
  campaignId: string;
  show: string | null;
  list: { items: ReviewRow[]; nextCursor: string | null };
}

const tabs: readonly [show: string | null, label: string][] = [
  [null, "All"],
  ["waiting", "Waiting"],
  ["seconding", "Second person"],
  ["keep", "Kept"],
  ["remove", "Removed"],
  ["rotate", "Rotate"],
  ["reduce_scope", "Reduce scope"],
  ["change_owner", "New owner"],
  ["unanswered", "Not answered"],
  ["failed", "Not carried out"],
];

function Outcome({ item }: { item: ReviewRow }) {
  if (item.effect === "failed") return <>Not carried out: {item.effectNote}</>;
  if (item.effect === "pending" || item.effect === "reverting") return <>Being carried out</>;
  if (item.caseId) return <Link href={`/offboarding/${item.caseId}`}>Offboarding case</Link>;
  if (item.taskId) return <Link href="/reviews?view=tasks">Task</Link>;
  return null;
}

export function ItemTable({ campaignId, show, list }: ItemTableProps) {
  const at = (name: string | null): string =>
    name === null ? `/reviews/${campaignId}` : `/reviews/${campaignId}?show=${name}`;
  const next = `${at(show)}${show === null ? "?" : "&"}cursor=${list.nextCursor}`;
  return (
    <section className={classes.section}>
      <h2>Items</h2>
      <LinkTabs
        label="Items by answer"
        tabs={tabs.map(([name, label]) => ({ href: at(name), label }))}
        current={at(show)}
      />
      <PlainTable
        label="Items"
        columns={["Credential", { label: "Risk", number: true }, "Asked", "Answer", "Outcome"]}
      >
        {list.items.map((item) => (
          <tr key={item.id}>
            <td>
              {item.identityId ? (
                <Link href={`/identities/${item.identityId}`}>{item.name}</Link>
              ) : (
                item.name
              )}
              <div className={cells.quiet}>
                {item.subject === "credential" ? `${item.identityName} · ` : ""}
                {item.sourceName}
                {item.because ? ` · ${item.because}` : ""}
              </div>
            </td>
            <td data-number>{item.risk}</td>
            <td>{item.state === "decided" ? item.decidedBy : (item.reviewer ?? "Analysts")}</td>
            <td>
              <div>
                {item.decision ? decisionWords[item.decision] : itemStateWords[item.state]}
                <div className={cells.quiet}>
                  {item.reason}
                  {item.decidedAt ? (
                    <>
                      {item.reason ? " · " : ""}
                      <TimeAgo at={item.decidedAt} />
                    </>
                  ) : null}
                </div>
              </div>
            </td>
            <td>
              <Outcome item={item} />
            </td>
          </tr>
        ))}
      </PlainTable>
      {list.items.length === 0 ? <p className={classes.quiet}>No item here.</p> : null}
      {list.nextCursor ? (
        <p>
          <Anchor component={Link} href={next}>
            Next page
          </Anchor>
        </p>
      ) : null}
    </section>
  );
}
