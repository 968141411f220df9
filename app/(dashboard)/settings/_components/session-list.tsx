"use client";

import { Badge, Button, Group } from "@mantine/core";
import { useState } from "react";
import { PlainTable } from "@/components/plain-table/plain-table";
import { TimeAgo } from "@/components/time/time-ago";
import { endSessionAction } from "../actions";
import { Section } from "./section";

interface SessionItem {
  id: string;
  current: boolean;
  userAgent: string | null;
  ip: string | null;
  createdAt: string;
  lastSeenAt: string;
}

const browserOf = (agent: string | null): string =>
  /(Firefox|Edg|OPR|Chrome|Safari)\/[\d.]+/.exec(agent ?? "")?.[1] ??
  agent?.slice(0, 40) ??
  "Unknown";

/** Where one is signed in; each can be ended from here. */
export function SessionList({ items }: { items: SessionItem[] }) {
  const [busy, setBusy] = useState<string | null>(null);
  const end = async (sessionId: string) => {
    setBusy(sessionId);
    await endSessionAction({ sessionId });
    setBusy(null);
  };
  return (
    <Section
      title="Sessions"
      sentence="A session ends after 30 minutes without a request, and after 12 hours in any case."
    >
      <PlainTable
        label="Sessions"
        columns={["Browser", "Address", "Signed in", "Last seen", "Action"]}
      >
        {items.map((item) => (
          <tr key={item.id}>
            <td>
              <Group gap="xs" wrap="nowrap">
                {browserOf(item.userAgent)}
                {item.current ? <Badge variant="light">This one</Badge> : null}
              </Group>
            </td>
            <td>{item.ip ?? "Unknown"}</td>
            <td>
              <TimeAgo at={item.createdAt} />
            </td>
            <td>
              <TimeAgo at={item.lastSeenAt} />
            </td>
            <td>
              <Button
                size="compact-sm"
                variant="default"
                loading={busy === item.id}
                onClick={() => void end(item.id)}
              >
                {item.current ? "Sign out" : "End session"}
              </Button>
            </td>
          </tr>
        ))}
      </PlainTable>
    </Section>
  );
}
