import { Anchor } from "@mantine/core";
import { IconClipboardCheck } from "@tabler/icons-react";
import { wholeListHref } from "@/components/nhi/list-href";
import { PlainTable } from "@/components/plain-table/plain-table";
import cells from "@/components/plain-table/plain-table.module.css";
import { LocalLink as Link } from "@/components/shell/local-link";
import { EmptyState } from "@/components/states/empty-state";
import { exactTime } from "@/components/time/time-text";
import type { CampaignState } from "@/lib/domain/lifecycle/campaign";
import { campaignStateWords } from "./review-words";
import classes from "./reviews.module.css";

interface CampaignTableProps {
  view: "open" | "ended";
  list: {
    items: {
      id: string;
      name: string;
      query: string;
      state: CampaignState;
      items: number;
      decided: number;
      dueAt: string;
      createdBy: string;
    }[];
    nextCursor: string | null;
  };
}

const empty = {
  open: "Choose what to look at among the identities, and Muster asks each owner what they still need.",
  ended: "Closed reviews stay here with every answer.",
};

export function CampaignTable({ view, list }: CampaignTableProps) {
  if (list.items.length === 0) {
    return (
      <EmptyState
        icon={<IconClipboardCheck size={22} />}
        title={view === "open" ? "No review is under way" : "No review has ended"}
        sentence={empty[view]}
        action={
          <Anchor component={Link} href={wholeListHref}>
            Show identities
          </Anchor>
        }
      />
    );
  }
  return (
    <>
      <PlainTable
        label="Reviews"
        columns={["Review", "State", { label: "Answered", number: true }, "Due", "Begun by"]}
      >
        {list.items.map((item) => (
          <tr key={item.id}>
            <td>
              <Link href={`/reviews/${item.id}`}>{item.name}</Link>
              <div className={cells.quiet}>{item.query || "All identities"}</div>
            </td>
            <td>
              <span className={classes.state} data-tone={campaignStateWords[item.state].tone}>
                {campaignStateWords[item.state].label}
              </span>
            </td>
            <td data-number>
              {`${item.decided.toLocaleString("en-GB")} of ${item.items.toLocaleString("en-GB")}`}
            </td>
            <td className={cells.nowrap}>{exactTime(item.dueAt)}</td>
            <td className={cells.nowrap}>{item.createdBy}</td>
          </tr>
        ))}
      </PlainTable>
      {list.nextCursor ? (
        <p>
          <Anchor component={Link} href={`/reviews?view=${view}&cursor=${list.nextCursor}`}>
            Next page
          </Anchor>
        </p>
      ) : null}
    </>
  );
}
