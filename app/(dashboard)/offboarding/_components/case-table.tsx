import { Anchor } from "@mantine/core";
import { IconCircleCheck } from "@tabler/icons-react";
import { PlainTable } from "@/components/plain-table/plain-table";
import cells from "@/components/plain-table/plain-table.module.css";
import { LocalLink as Link } from "@/components/shell/local-link";
import { EmptyState } from "@/components/states/empty-state";
import { TimeAgo } from "@/components/time/time-ago";
import type { OffboardingState } from "@/lib/domain/lifecycle/offboarding";
import { thingWords } from "@/components/nhi/words";
import { CaseState } from "./case-state";

interface Item {
  id: string;
  name: string;
  kind: string;
  holder: string | null;
  source: { name: string };
  state: OffboardingState;
  reason: string;
  requestedBy: string;
  stateAt: string;
}

interface CaseTableProps {
  view: string;
  items: readonly Item[];
  nextCursor: string | null;
}

const empty: Record<string, string> = {
  open: "Open an identity and choose Offboard to take it, or one of its credentials, out of service.",
  decide: "Nothing waits for an approval or for a person's hand.",
  stuck: "No call to a provider has failed for good.",
  closed: "Closed cases keep their receipt here.",
};

export function CaseTable({ view, items, nextCursor }: CaseTableProps) {
  if (items.length === 0) {
    return (
      <EmptyState
        icon={<IconCircleCheck size={22} />}
        title={view === "open" ? "Nothing is being offboarded" : "No case here"}
        sentence={empty[view]}
        action={
          <Anchor component={Link} href="/identities?q=used%3A%3E90d">
            Show identities unused for 90 days
          </Anchor>
        }
      />
    );
  }
  return (
    <>
      <PlainTable
        label="Offboarding cases"
        columns={["Target", "State", "Source", "Reason", "Asked by", "Since"]}
      >
        {items.map((item) => (
          <tr key={item.id}>
            <td>
              <Link href={`/offboarding/${item.id}`}>{item.name}</Link>
              <div className={cells.quiet}>
                {thingWords(item.kind)}
                {item.holder ? ` of ${item.holder}` : ""}
              </div>
            </td>
            <td>
              <CaseState state={item.state} />
            </td>
            <td>{item.source.name}</td>
            <td>{item.reason}</td>
            <td className={cells.nowrap}>{item.requestedBy}</td>
            <td className={`${cells.quiet} ${cells.nowrap}`}>
              <TimeAgo at={item.stateAt} />
            </td>
          </tr>
        ))}
      </PlainTable>
      {nextCursor ? (
        <p>
          <Anchor component={Link} href={`/offboarding?view=${view}&cursor=${nextCursor}`}>
            Next page
          </Anchor>
        </p>
      ) : null}
    </>
  );
}
