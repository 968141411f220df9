"use client";

import { Button, Group, Menu, Text } from "@mantine/core";
import { modals } from "@mantine/modals";
import {
  IconCheck,
  IconClock,
  IconKey,
  IconPencil,
  IconRefresh,
  IconTrash,
} from "@tabler/icons-react";
import { useRouter } from "next/navigation";
import { LocalLink as Link } from "@/components/shell/local-link";
import { dropSample, remove, schedule, syncNow } from "../actions";
import { intervals } from "./schedule-words";
import { useCommand } from "./use-command";

interface SourceActionsProps {
  source: {
    id: string;
    name: string;
    isSample: boolean;
    schedulable: boolean;
    canAct: boolean;
    syncEveryMinutes: number | null;
    identities: number;
  };
  running: boolean;
  canSync: boolean;
  canChange: boolean;
  canRemove: boolean;
}

/** What can be done with a source; removing says what goes with it. */
export function SourceActions(props: SourceActionsProps) {
  const { source, running, canSync, canChange, canRemove } = props;
  const router = useRouter();
  const sync = useCommand(syncNow, "The sync begins within seconds");
  const plan = useCommand(schedule, "The schedule is set");
  const drop = useCommand(
    source.isSample ? async () => dropSample({}) : remove,
    "The source is gone",
  );
  const confirmRemoval = () =>
    modals.openConfirmModal({
      title: `Remove ${source.name}`,
      children: (
        <Text size="sm">
          Its {source.identities.toLocaleString("en-GB")} identities, their findings and the sealed
          credential are deleted. This cannot be undone. Nothing changes at the provider.
        </Text>
      ),
      labels: { confirm: "Remove source", cancel: "Keep it" },
      confirmProps: { color: "red.8" },
      onConfirm: () =>
        void drop.run({ sourceId: source.id }).then((done) => {
          if (done) router.push("/sources");
        }),
    });
  return (
    <Group gap="sm">
      {canRemove || source.isSample ? (
        <Button
          variant="default"
          leftSection={<IconTrash size={16} />}
          loading={drop.busy}
          onClick={confirmRemoval}
        >
          {source.isSample ? "Remove the sample" : "Remove"}
        </Button>
      ) : null}
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
