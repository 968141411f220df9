"use client";

import { Button } from "@mantine/core";
import { IconSend } from "@tabler/icons-react";
import { PlainTable } from "@/components/plain-table/plain-table";
import cells from "@/components/plain-table/plain-table.module.css";
import { LocalLink as Link } from "@/components/shell/local-link";
import { EmptyState } from "@/components/states/empty-state";
import { Pager } from "@/components/states/pager";
import { TimeAgo } from "@/components/time/time-ago";
import type { DeliveryItem } from "@/lib/domain/notices/shapes";
import { Tone } from "../../_components/tone";
import { useGuarded } from "../../_components/use-guarded";
import { retryDeliveryAction } from "../actions";
import { deliveryWords } from "./delivery-words";

interface DeliveryLogProps {
  items: DeliveryItem[];
  nextCursor: string | null;
  params: { state?: string; channelId?: string; cursor?: string };
  mayRetry: boolean;
}

const here = (params: Record<string, string>): string =>
  `/settings/notifications?${new URLSearchParams(params).toString()}`;

const retryable = new Set(["waiting", "failed", "delivered", "dropped"]);

export function DeliveryLog({ items, nextCursor, params, mayRetry }: DeliveryLogProps) {
  const { cursor, ...filter } = params;
  if (items.length === 0) {
    return (
      <EmptyState
        icon={<IconSend size={26} stroke={1.6} />}
        title="No delivery here"
        sentence="What Muster sends is listed here with what the receiver answered."
      />
    );
  }
  return (
    <>
      <PlainTable
        label="Deliveries"
        columns={["Notice", "To", "State", "Last answer", "Said", ...(mayRetry ? ["Again"] : [])]}
      >
        {items.map((item) => (
          <tr key={item.id}>
            <td>
              <Link href={item.link}>{item.title}</Link>
            </td>
            <td>
              {item.recipient}
              {item.recipient === item.channel.name ? null : (
                <div className={cells.quiet}>{item.channel.name}</div>
              )}
            </td>
            <td className={cells.nowrap}>
              <Tone tone={deliveryWords[item.state].tone}>{deliveryWords[item.state].label}</Tone>
              {item.state === "waiting" && item.tries > 0 && item.nextAt ? (
                <div className={cells.quiet}>
                  {item.tries} {item.tries === 1 ? "try" : "tries"}, next{" "}
                  <TimeAgo at={item.nextAt} />
                </div>
              ) : null}
            </td>
            <td style={{ overflowWrap: "anywhere" }}>{item.answer ?? "None yet"}</td>
            <td className={`${cells.quiet} ${cells.nowrap}`}>
              <TimeAgo at={item.createdAt} />
            </td>
            {mayRetry ? (
              <td>
                {retryable.has(item.state) && item.channel.id ? <AgainButton item={item} /> : null}
              </td>
            ) : null}
          </tr>
        ))}
      </PlainTable>
      <Pager
        firstHref={cursor ? here(filter) : null}
        nextHref={nextCursor ? here({ ...filter, cursor: nextCursor }) : null}
        shown={`${items.length} shown`}
      />
    </>
  );
}

function AgainButton({ item }: { item: DeliveryItem }) {
  const { run, busy } = useGuarded();
  return (
    <Button
      size="compact-sm"
      variant="default"
      loading={busy === item.id}
      aria-label={`Send again to ${item.recipient}: ${item.title}`}
      onClick={() =>
        void run(
          item.id,
          () => retryDeliveryAction({ deliveryId: item.id }),
          "It goes out within a minute",
        )
      }
    >
      Send again
    </Button>
  );
}
