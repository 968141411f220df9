"use client";

import { Button } from "@mantine/core";
import { IconMail } from "@tabler/icons-react";
import { TimeAgo } from "@/components/time/time-ago";
import { withdrawInvitationAction } from "../actions";
import { roleName } from "./role-option";
import { Panel, Row, Section, Tag } from "./section";
import { useGuarded } from "./use-guarded";

interface InvitationItem {
  id: string;
  email: string;
  role: string;
  expiresAt: string;
}

/** Links that were handed out and not used yet. */
export function InvitationList({ items }: { items: InvitationItem[] }) {
  const { run, busy } = useGuarded();
  return (
    <Section title="Open invitations" sentence="Handed out and not used yet.">
      <Panel>
        {items.map((item) => (
          <Row
            key={item.id}
            icon={<IconMail size={18} stroke={1.6} />}
            name={
              <>
                {item.email}
                <Tag>{roleName(item.role)}</Tag>
              </>
            }
            end={
              <Button
                size="compact-sm"
                variant="default"
                loading={busy === item.id}
                aria-label={`Withdraw the invitation of ${item.email}`}
                onClick={() =>
                  void run(
                    item.id,
                    () => withdrawInvitationAction({ invitationId: item.id }),
                    "Invitation withdrawn",
                  )
                }
              >
                Withdraw
              </Button>
            }
          >
            Ends <TimeAgo at={item.expiresAt} />
          </Row>
        ))}
      </Panel>
    </Section>
  );
}
