"use client";

import { Button, Text } from "@mantine/core";
import { modals } from "@mantine/modals";
import { disablePersonAction } from "../../settings/actions";
import { useGuarded } from "../../settings/_components/use-guarded";

interface DisableButtonProps {
  personId: string;
  name: string;
  owned: number;
}

/** Shuts a person out, and says first what then waits to be decided. */
export function DisableButton({ personId, name, owned }: DisableButtonProps) {
  const { run, busy } = useGuarded();
  const ask = () =>
    modals.openConfirmModal({
      title: `Disable ${name}`,
      children: (
        <Text size="sm">
          Their sessions end and their API tokens are revoked for good, also if you enable them
          again. The {owned.toLocaleString("en-GB")} identities that they own, and all that they
          back up, created, approved or hold, are listed under Leavers until each is decided.
        </Text>
      ),
      labels: { confirm: "Disable person", cancel: "Cancel" },
      confirmProps: { color: "red.8" },
      onConfirm: () =>
        void run("disable", () => disablePersonAction({ personId }), `${name} is disabled`),
    });
  return (
    <Button
      size="compact-xs"
      variant="default"
      loading={busy !== null}
      onClick={ask}
      aria-label={`Disable ${name}`}
    >
      Disable
    </Button>
  );
}
