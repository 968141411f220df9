"use client";

import { Anchor, Button, Select, Text } from "@mantine/core";
import Link from "next/link";
import { useState } from "react";
import { PlainTable } from "@/components/plain-table/plain-table";
import { Notice } from "@/components/states/notice";
import { useStepUp } from "@/components/step-up/use-step-up";
import { TimeAgo } from "@/components/time/time-ago";
import { type Role, roles } from "@/lib/domain/people/permissions";
import {
  changeRoleAction,
  disablePersonAction,
  enablePersonAction,
  stepUpAction,
} from "../actions";

interface PersonItem {
  id: string;
  name: string;
  email: string;
  role: string;
  status: string;
  secondFactor: boolean;
  lastSignInAt: string | null;
}

interface PeopleTableProps {
  items: PersonItem[];
  nextCursor: string | null;
  mayChange: boolean;
}

type Run = (action: () => Promise<{ ok: boolean }>) => Promise<void>;

export function PeopleTable({ items, nextCursor, mayChange }: PeopleTableProps) {
  const stepUp = useStepUp(stepUpAction);
  const [problem, setProblem] = useState<string | null>(null);
  const run: Run = async (action) => {
    const answer = await stepUp.run(action as () => ReturnType<typeof changeRoleAction>);
    setProblem(answer.ok ? null : answer.error.message);
  };
  const columns = ["Name", "Role", "Status", "Second factor", "Last sign-in"];
  return (
    <>
      {stepUp.dialog}
      {problem ? (
        <Notice kind="error" title="Nothing was changed">
          {problem}
        </Notice>
      ) : null}
      <PlainTable label="People" columns={mayChange ? [...columns, "Action"] : columns}>
        {items.map((item) => (
          <PersonRow key={item.id} item={item} mayChange={mayChange} run={run} />
        ))}
      </PlainTable>
      {nextCursor ? (
        <Anchor component={Link} href={`/settings/people?cursor=${nextCursor}`} size="sm">
          Next page
        </Anchor>
      ) : null}
    </>
  );
}

function PersonRow({ item, mayChange, run }: { item: PersonItem; mayChange: boolean; run: Run }) {
  const disabled = item.status === "disabled";
  const personId = item.id;
  return (
    <tr>
      <td>
        {item.name}
        <Text size="xs" c="dimmed">
          {item.email}
        </Text>
      </td>
      <td>
        {mayChange ? (
          <Select
            aria-label={`Role of ${item.name}`}
            size="xs"
            w={120}
            data={[...roles]}
            value={item.role}
            allowDeselect={false}
            comboboxProps={{ shadow: "md" }}
            onChange={(role) =>
              role && void run(() => changeRoleAction({ personId, role: role as Role }))
            }
          />
        ) : (
          item.role
        )}
      </td>
      <td>{disabled ? "Disabled" : "Active"}</td>
      <td>{item.secondFactor ? "Yes" : "No"}</td>
      <td>{item.lastSignInAt ? <TimeAgo at={item.lastSignInAt} /> : "Never"}</td>
      {mayChange ? (
        <td>
          <Button
            size="compact-sm"
            variant="default"
            aria-label={`${disabled ? "Enable" : "Disable"} ${item.name}`}
            onClick={() =>
              void run(() =>
                disabled ? enablePersonAction({ personId }) : disablePersonAction({ personId }),
              )
            }
          >
            {disabled ? "Enable" : "Disable"}
          </Button>
        </td>
      ) : null}
    </tr>
  );
}
