"use client";

import { Button } from "@mantine/core";
import { IconDeviceDesktop, IconDeviceMobile } from "@tabler/icons-react";
import { TimeAgo } from "@/components/time/time-ago";
import { endSessionAction } from "../actions";
import { browserName } from "./browser-name";
import { Panel, Row, Section, Tag } from "./section";
import { useGuarded } from "./use-guarded";

interface SessionItem {
  id: string;
  current: boolean;
  userAgent: string | null;
  ip: string | null;
  assuranceLevel: number;
  createdAt: string;
  lastSeenAt: string;
}

/** Where one is signed in; each can be ended from here. */
export function SessionList({ items }: { items: SessionItem[] }) {
  const { run, busy } = useGuarded();
  const end = async (item: SessionItem) => {
    const ended = await run(item.id, () => endSessionAction({ sessionId: item.id }));
    if (ended && item.current) window.location.assign("/sign-in");
  };
  return (
    <Section
      title="Sessions"
      sentence="Each ends after 30 minutes without a request, and after 12 hours in any case."
    >
      <Panel>
        {items.map((item) => (
          <Row
            key={item.id}
            icon={
              /Android|iPhone|iPad/.test(item.userAgent ?? "") ? (
                <IconDeviceMobile size={18} stroke={1.6} />
              ) : (
                <IconDeviceDesktop size={18} stroke={1.6} />
              )
            }
            name={
              <>
                {browserName(item.userAgent)}
                {item.current ? <Tag color="indigo">This session</Tag> : null}
                <Tag>AAL{item.assuranceLevel}</Tag>
              </>
            }
            end={
              <Button
                size="compact-sm"
                variant="default"
                loading={busy === item.id}
                onClick={() => void end(item)}
              >
                {item.current ? "Sign out" : "End session"}
              </Button>
            }
          >
            {item.ip ?? "Address unknown"} · signed in <TimeAgo at={item.createdAt} /> · last seen{" "}
            <TimeAgo at={item.lastSeenAt} />
          </Row>
        ))}
      </Panel>
    </Section>
  );
}
