"use client";

import { Button, Group, Menu } from "@mantine/core";
import { IconCheck, IconClock, IconKey, IconPencil, IconRefresh } from "@tabler/icons-react";
import { LocalLink as Link } from "@/components/shell/local-link";
import { schedule, syncNow } from "../actions";
import { type RemovableSource, RemoveSource } from "./remove-source";
import { intervals } from "./schedule-words";
import { useCommand } from "./use-command";

interface SourceActionsProps {
  source: RemovableSource & { canAct: boolean; syncEveryMinutes: number | null };
  running: boolean;
  canSync: boolean;
  canChange: boolean;
  canRemove: boolean;
}

/** What can be done with a source. */
export function SourceActions(props: SourceActionsProps) {
  const { source, running, canSync, canChange, canRemove } = props;
  const sync = useCommand(syncNow, "The sync begins within seconds");
  const plan = useCommand(schedule, "The schedule is set");
  return (
    <Group gap="sm">
      {canRemove ? <RemoveSource source={source} /> : null}
      {canChange && !source.isSample ? (
        <Button
          variant="default"
          leftSection={<IconPencil size={16} />}
          component={Link}
          href={`/sources/${source.id}/change`}
        >
          Change this source
        </Button>
      ) : null}
      {canChange && source.canAct ? (
        <Button
          variant="default"
          leftSection={<IconKey size={16} />}
          component={Link}
          href={`/sources/${source.id}/actions`}
        >
          Write credential
        </Button>
      ) : null}
      {canChange && source.schedulable ? (
        <Menu position="bottom-end" shadow="md">
          <Menu.Target>
            <Button variant="default" leftSection={<IconClock size={16} />} loading={plan.busy}>
              Schedule
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {intervals.map(([everyMinutes, label]) => (
              <Menu.Item
                key={label}
                fw={everyMinutes === source.syncEveryMinutes ? 600 : 400}
                rightSection={
                  everyMinutes === source.syncEveryMinutes ? (
                    <IconCheck size={14} aria-label="Current" />
                  ) : null
                }
                onClick={() => void plan.run({ sourceId: source.id, everyMinutes })}
              >
                {label}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      ) : null}
      {canSync ? (
        <Button
          leftSection={<IconRefresh size={16} />}
          disabled={running}
          loading={sync.busy}
          onClick={() => void sync.run({ sourceId: source.id })}
        >
          Sync now
        </Button>
      ) : null}
    </Group>
  );
}
