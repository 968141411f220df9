"use client";

import { Button } from "@mantine/core";
import { PlainTable } from "@/components/plain-table/plain-table";
import cells from "@/components/plain-table/plain-table.module.css";
import { EmptyState } from "@/components/states/empty-state";
import { removePatternAction } from "../actions";
import { useGuarded } from "./use-guarded";

interface PatternTableProps {
  items: readonly {
    id: string;
    pattern: string;
    person: { name: string; email: string; active: boolean };
  }[];
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
  const remove = (patternId: string) =>
    run(patternId, () => removePatternAction({ patternId }), "Pattern removed");
  return (
    <PlainTable
      label="Owner patterns"
      columns={mayChange ? ["Name", "Belongs to", "Change"] : ["Name", "Belongs to"]}
    >
      {items.map(({ id, pattern, person }) => (
        <tr key={id}>
          <td className={cells.mono}>{pattern}</td>
          <td>
            {person.name}
            {person.active ? "" : " (left, no longer suggested)"}
            <div className={cells.quiet}>{person.email}</div>
          </td>
          {mayChange ? (
            <td>
              <Button
                size="compact-xs"
                variant="default"
                loading={busy === id}
                onClick={() => void remove(id)}
                aria-label={`Remove ${pattern}`}
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
