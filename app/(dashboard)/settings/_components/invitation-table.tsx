"use client";

import { Button } from "@mantine/core";
import { PlainTable } from "@/components/plain-table/plain-table";
import { TimeAgo } from "@/components/time/time-ago";
import { withdrawInvitationAction } from "../actions";
import { Section } from "./section";

interface InvitationItem {
  id: string;
  email: string;
  role: string;
  expiresAt: string;
}

/** Links that were handed out and not used yet. */
export function InvitationTable({ items }: { items: InvitationItem[] }) {
  return (
    <Section title="Open invitations">
      <PlainTable label="Open invitations" columns={["E-mail address", "Role", "Ends", "Action"]}>
        {items.map((item) => (
          <tr key={item.id}>
            <td>{item.email}</td>
            <td>{item.role}</td>
            <td>
              <TimeAgo at={item.expiresAt} />
            </td>
            <td>
              <Button
                size="compact-sm"
                variant="default"
                aria-label={`Withdraw the invitation of ${item.email}`}
                onClick={() => void withdrawInvitationAction({ invitationId: item.id })}
              >
                Withdraw
              </Button>
            </td>
          </tr>
        ))}
      </PlainTable>
    </Section>
  );
}
