import { IconCircleCheck } from "@tabler/icons-react";
import { PlainTable } from "@/components/plain-table/plain-table";
import cells from "@/components/plain-table/plain-table.module.css";
import { LocalLink as Link } from "@/components/shell/local-link";
import { EmptyState } from "@/components/states/empty-state";
import { Pager } from "@/components/states/pager";
import { TimeAgo } from "@/components/time/time-ago";
import type { ExceptionRow } from "@/lib/use-cases/exceptions/exception-row";
import { renewalText, stateWords } from "./exception-words";
import { Mark } from "./mark";

interface ExceptionTableProps {
  view: string;
  items: readonly ExceptionRow[];
  nextCursor: string | null;
}

const empty: Record<string, string> = {
  open: "Open a finding and ask for an exception where it cannot be fixed in time.",
  decide: "Nothing waits for a decision.",
  expiring: "No exception ends soon.",
  ended: "Exceptions that ended, were rejected or withdrawn stay readable here.",
};

export function ExceptionTable({ view, items, nextCursor }: ExceptionTableProps) {
  if (items.length === 0)
    return (
      <EmptyState
        icon={<IconCircleCheck size={22} />}
        title={view === "open" ? "Nothing is excepted" : "No exception here"}
        sentence={empty[view]}
        action={<Link href="/findings">Show open findings</Link>}
      />
    );
  return (
    <>
      <PlainTable
        label="Exceptions"
        columns={["Identity", "What is excepted", "State", "Asked by", "Renewed", "Ends"]}
      >
        {items.map((item) => (
          <tr key={item.id}>
            <td>
              <Link href={`/exceptions/${item.id}`}>{item.identityName}</Link>
              <div className={cells.quiet}>{item.sourceName}</div>
            </td>
            <td>
              <div>
                {item.ruleTitle}
                <div className={cells.quiet}>
                  {item.scope === "rule" ? "All that the rule finds there" : item.reason}
                </div>
              </div>
            </td>
            <td>
              <Mark {...stateWords[item.state]} />
            </td>
            <td>
              {item.requestedBy}
              {item.automatic ? ", approved by policy" : ""}
            </td>
            <td>{renewalText(item.renewals)}</td>
            <td className={cells.nowrap}>
              <TimeAgo at={item.endsAt} />
            </td>
          </tr>
        ))}
      </PlainTable>
      <Pager
        firstHref={null}
        nextHref={nextCursor ? `/exceptions?view=${view}&cursor=${nextCursor}` : null}
        shown={`${items.length} shown`}
      />
    </>
  );
}
