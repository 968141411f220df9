"use client";

import { Button, Text } from "@mantine/core";
import { modals } from "@mantine/modals";
import { PlainTable } from "@/components/plain-table/plain-table";
import cells from "@/components/plain-table/plain-table.module.css";
import { EmptyState } from "@/components/states/empty-state";
import { removePatternAction } from "../actions";
import { useGuarded } from "./use-guarded";

interface Pattern {
  id: string;
  pattern: string;
  person: { name: string; email: string; active: boolean };
}

interface PatternTableProps {
  items: readonly Pattern[];
  mayChange: boolean;
}

export function PatternTable({ items, mayChange }: PatternTableProps) {
  const { run, busy } = useGuarded();
  if (items.length === 0) {
    return (
      <EmptyState
        title="No patterns yet"
        sentence="If names tell whose something is, such as payments-api, add the pattern payments-* for that person."
      />
    );
  }
  const remove = ({ id: patternId, pattern, person }: Pattern) =>
    modals.openConfirmModal({
      title: `Remove ${pattern}`,
      children: (
        <Text size="sm">
          It no longer suggests {person.name} as the owner of what is called so. Owners whom
          somebody confirmed stay. To have it again, add it anew.
        </Text>
      ),
      labels: { confirm: "Remove pattern", cancel: "Keep it" },
      confirmProps: { color: "red.8" },
      onConfirm: () =>
        void run(patternId, () => removePatternAction({ patternId }), "Pattern removed"),
    });
  return (
    <PlainTable
      label="Owner patterns"
      columns={mayChange ? ["Name", "Belongs to", "Change"] : ["Name", "Belongs to"]}
    >
      {items.map((item) => (
        <tr key={item.id}>
          <td className={cells.mono}>{item.pattern}</td>
          <td>
            <div>
              {item.person.name}
              {item.person.active ? "" : " (left, no longer suggested)"}
              <div className={cells.quiet}>{item.person.email}</div>
            </div>
          </td>
          {mayChange ? (
            <td>
              <Button
                size="compact-xs"
                variant="default"
                loading={busy === item.id}
                onClick={() => remove(item)}
                aria-label={`Remove ${item.pattern}`}
              >
                Remove
              </Button>
            </td>
          ) : null}
        </tr>
      ))}
    </PlainTable>
  );
}
