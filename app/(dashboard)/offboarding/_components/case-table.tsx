import { Anchor } from "@mantine/core";
import { IconCircleCheck } from "@tabler/icons-react";
import { PlainTable } from "@/components/plain-table/plain-table";
import cells from "@/components/plain-table/plain-table.module.css";
import { LocalLink as Link } from "@/components/shell/local-link";
import { EmptyState } from "@/components/states/empty-state";
import { thingWords } from "@/components/nhi/words";
import { TimeAgo } from "@/components/time/time-ago";
import type { CaseKind, CaseState as State } from "@/lib/domain/lifecycle/case";
import { CaseState } from "./case-state";
import { casesHref } from "./case-tabs";

interface Item {
  id: string;
  case: CaseKind;
  name: string;
  kind: string;
  holder: string | null;
  source: { name: string };
  state: State;
  reason: string;
  requestedBy: string;
  stateAt: string;
}

interface CaseTableProps {
  view: string;
  kind: CaseKind | "all";
  items: readonly Item[];
  nextCursor: string | null;
}

const empty: Record<string, string> = {
  open: "Open an identity and choose Offboard to take it, or one of its credentials, out of service.",
  decide: "Nothing waits for an approval or for a person's hand.",
  stuck: "No call to a provider has failed for good.",
  closed: "Closed cases keep their receipt here.",
};

export function CaseTable({ view, kind, items, nextCursor }: CaseTableProps) {
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
                {item.case === "rotation" ? "Rotation · " : ""}
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
          <Anchor component={Link} href={casesHref(view, kind, nextCursor)}>
            Next page
          </Anchor>
        </p>
      ) : null}
    </>
  );
}
