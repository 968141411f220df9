"use client";

import { Button, Code, Text } from "@mantine/core";
import { modals } from "@mantine/modals";
import { IconKey } from "@tabler/icons-react";
import { EmptyState } from "@/components/states/empty-state";
import { TimeAgo } from "@/components/time/time-ago";
import type { TokenScope } from "@/lib/domain/people/permissions";
import { revokeTokenAction } from "../actions";
import { scopeWords } from "./scope-words";
import { Panel, Row, Tag } from "./section";
import { useGuarded } from "./use-guarded";

interface TokenItem {
  id: string;
  name: string;
  lastFour: string;
  scopes: string[];
  expiresAt: string;
  lastUsedAt: string | null;
  state: "active" | "expired" | "revoked";
  revokedAt: string | null;
  revokedBecause: string | null;
}

const stateWords = { active: "Active", expired: "Expired", revoked: "Revoked" } as const;
const scopeName = (scope: string): string => scopeWords[scope as TokenScope]?.label ?? scope;

/** When it ends or ended, and why if not by its days. */
function TokenEnd({ item }: { item: TokenItem }) {
  if (item.revokedAt === null)
    return (
      <>
        {item.state === "expired" ? "ended " : "ends "}
        <TimeAgo at={item.expiresAt} />
      </>
    );
  return (
    <>
      revoked <TimeAgo at={item.revokedAt} />
      {item.revokedBecause === "person_disabled" ? ", when your account was disabled" : ""}
    </>
  );
}

export function TokenList({ items }: { items: TokenItem[] }) {
  const { run, busy } = useGuarded();
  const revoke = (item: TokenItem) =>
    modals.openConfirmModal({
      title: `Revoke ${item.name}`,
      children: (
        <Text size="sm">
          Whatever uses this token is refused from its next request on. This cannot be undone.
        </Text>
      ),
      labels: { confirm: "Revoke token", cancel: "Keep it" },
      confirmProps: { color: "red.8" },
      onConfirm: () =>
        void run(item.id, () => revokeTokenAction({ tokenId: item.id }), "Token revoked"),
    });
  if (items.length === 0) {
    return (
      <EmptyState
        icon={<IconKey size={28} stroke={1.6} />}
        title="No tokens"
        sentence="Create one to read the inventory or upload an export from a script."
      />
    );
  }
  return (
    <Panel>
      {items.map((item) => (
        <Row
          key={item.id}
          icon={<IconKey size={18} stroke={1.6} />}
          name={
            <>
              {item.name}
              <Code>muster_pat_…{item.lastFour}</Code>
              <Tag color={item.state === "active" ? "indigo" : "gray"}>
                {stateWords[item.state]}
              </Tag>
            </>
          }
          end={
            item.state === "active" ? (
              <Button
                size="compact-sm"
                variant="default"
                loading={busy === item.id}
                aria-label={`Revoke ${item.name}`}
                onClick={() => revoke(item)}
              >
                Revoke
              </Button>
            ) : null
          }
        >
          {item.scopes.map(scopeName).join(", ")} · <TokenEnd item={item} /> ·{" "}
          {item.lastUsedAt ? (
            <>
              last used <TimeAgo at={item.lastUsedAt} />
            </>
          ) : (
            "never used"
          )}
        </Row>
      ))}
    </Panel>
  );
}
