"use client";

import { Button, Group } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconExternalLink } from "@tabler/icons-react";
import { useState } from "react";
import { TimeAgo } from "@/components/time/time-ago";
import type { SentAnswer } from "@/lib/domain/answer";
import { isWebPage } from "@/lib/domain/inventory/web-page";
import type { TicketItem, TicketSubject } from "@/lib/domain/notices/ticket";
import { answered } from "@/components/answer/answered";
import { useRefreshAfter } from "@/components/answer/use-refresh-after";
import classes from "./ticket-box.module.css";

interface TicketBoxProps {
  items: readonly TicketItem[];
  trackers: readonly { id: string; name: string }[];
  subject: { subjectType: TicketSubject; subjectId: string };
  /** Null for people who may only read. */
  open:
    | ((input: {
        channelId: string;
        subjectType: TicketSubject;
        subjectId: string;
      }) => Promise<SentAnswer<unknown>>)
    | null;
}

const stateWords: Record<string, string> = {
  creating: "Being opened",
  open: "Open",
  closed: "Closed",
  failed: "Could not be opened",
};

function TicketLine({ item }: { item: TicketItem }) {
  return (
    <li>
      {isWebPage(item.url) ? (
        <a href={item.url} target="_blank" rel="noreferrer noopener">
          {item.tracker} {item.key} <IconExternalLink size={13} aria-label="(opens in a new tab)" />
        </a>
      ) : (
        <strong>{item.tracker}</strong>
      )}{" "}
      · {item.words ?? stateWords[item.state]}
      {item.checkedAt ? (
        <>
          , read <TimeAgo at={item.checkedAt} />
        </>
      ) : null}
      {item.closedEarly ? <div>Closed there, but still open here.</div> : null}
      {item.answer ? <div className={classes.quiet}>The last answer: {item.answer}</div> : null}
    </li>
  );
}

/** The tickets about an item, and a button for each tracker that has none yet. */
export function TicketBox({ items, trackers, subject, open }: TicketBoxProps) {
  const refreshAfter = useRefreshAfter();
  const [busy, setBusy] = useState<string | null>(null);
  if (items.length === 0 && (trackers.length === 0 || !open)) return null;
  const ask = async (channelId: string) => {
    if (!open) return;
    setBusy(channelId);
    const answer = await answered(open({ channelId, ...subject }));
    setBusy(null);
    notifications.show(
      answer.ok
        ? { message: "The ticket is opened within seconds", color: "indigo" }
        : { title: "Not done", message: answer.error.message, color: "red", autoClose: 12_000 },
    );
    refreshAfter(answer);
  };
  return (
    <section className={classes.box} aria-label="Tickets">
      <h2 className={classes.title}>Tickets</h2>
      {items.length > 0 ? (
        <ul className={classes.list}>
          {items.map((item) => (
            <TicketLine key={item.id} item={item} />
          ))}
        </ul>
      ) : null}
      {open && trackers.length > 0 ? (
        <Group gap="xs">
          {trackers.map(({ id, name }) => (
            <Button
              key={id}
              size="compact-sm"
              variant="default"
              loading={busy === id}
              onClick={() => void ask(id)}
            >
              Open a ticket in {name}
            </Button>
          ))}
        </Group>
      ) : null}
    </section>
  );
}
