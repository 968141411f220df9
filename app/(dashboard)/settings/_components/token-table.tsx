"use client";

import { Button, Code } from "@mantine/core";
import { IconKey } from "@tabler/icons-react";
import { useState } from "react";
import { PlainTable } from "@/components/plain-table/plain-table";
import { EmptyState } from "@/components/states/empty-state";
import { Notice } from "@/components/states/notice";
import { TimeAgo } from "@/components/time/time-ago";
import { revokeTokenAction } from "../actions";

interface TokenItem {
  id: string;
  name: string;
  lastFour: string;
  scopes: string[];
  expiresAt: string;
  lastUsedAt: string | null;
  state: "active" | "expired" | "revoked";
}

const stateWords = { active: "Active", expired: "Expired", revoked: "Revoked" } as const;

export function TokenTable({ items }: { items: TokenItem[] }) {
  const [problem, setProblem] = useState<string | null>(null);
  const revoke = async (tokenId: string) => {
    const answer = await revokeTokenAction({ tokenId });
    setProblem(answer.ok ? null : answer.error.message);
  };
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
    <>
      {problem ? (
        <Notice kind="error" title="Nothing was changed">
          {problem}
        </Notice>
      ) : null}
      <PlainTable
        label="API tokens"
        columns={["Name", "Token", "Scopes", "State", "Ends", "Last used", "Action"]}
      >
        {items.map((item) => (
          <tr key={item.id}>
            <td>{item.name}</td>
            <td>
              <Code>muster_pat_…{item.lastFour}</Code>
            </td>
            <td>{item.scopes.join(", ")}</td>
            <td>{stateWords[item.state]}</td>
            <td>
              <TimeAgo at={item.expiresAt} />
            </td>
            <td>{item.lastUsedAt ? <TimeAgo at={item.lastUsedAt} /> : "Never"}</td>
            <td>
              {item.state === "active" ? (
                <Button
                  size="compact-sm"
                  variant="default"
                  aria-label={`Revoke ${item.name}`}
                  onClick={() => void revoke(item.id)}
                >
                  Revoke
                </Button>
              ) : null}
            </td>
          </tr>
        ))}
      </PlainTable>
    </>
  );
}
