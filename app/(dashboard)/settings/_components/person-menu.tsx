"use client";

import { ActionIcon, Menu, Text } from "@mantine/core";
import { modals } from "@mantine/modals";
import { IconDots, IconShieldX, IconUserCheck, IconUserOff } from "@tabler/icons-react";
import { disablePersonAction, enablePersonAction, resetSecondFactorAction } from "../actions";
import { useGuarded } from "./use-guarded";

export interface PersonItem {
  id: string;
  name: string;
  email: string;
  role: string;
  status: string;
  secondFactor: boolean;
  singleSignOn: boolean;
  lastSignInAt: string | null;
}

/** What an administrator can do to somebody's access; each says first what goes with it. */
export function PersonMenu({ item }: { item: PersonItem }) {
  const { run, busy } = useGuarded();
  const personId = item.id;
  const ask = (title: string, sentence: string, confirm: string, act: () => void) =>
    modals.openConfirmModal({
      title,
      children: <Text size="sm">{sentence}</Text>,
      labels: { confirm, cancel: "Cancel" },
      confirmProps: { color: "red.8" },
      onConfirm: act,
    });
  const disable = () =>
    ask(
      `Disable ${item.name}`,
      "Their sessions end and their tokens stop working at once. What was tied to them waits under People, Leavers. You can enable them again.",
      "Disable person",
      () => void run("x", () => disablePersonAction({ personId }), `${item.name} is disabled`),
    );
  const reset = () =>
    ask(
      `Reset the second factor of ${item.name}`,
      "Their passkeys, authenticator app and recovery codes are forgotten and their sessions end. They sign in with the password and enrol anew.",
      "Reset second factor",
      () => void run("x", () => resetSecondFactorAction({ personId }), "Second factor reset"),
    );
  const enable = () =>
    void run("x", () => enablePersonAction({ personId }), `${item.name} can sign in again`);
  return (
    <Menu position="bottom-end" shadow="md">
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          loading={busy !== null}
          aria-label={`Change access of ${item.name}`}
        >
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconShieldX size={16} />}
          disabled={!item.secondFactor}
          onClick={reset}
        >
          Reset second factor
        </Menu.Item>
        {item.status === "disabled" ? (
          <Menu.Item leftSection={<IconUserCheck size={16} />} onClick={enable}>
            Enable person
          </Menu.Item>
        ) : (
          <Menu.Item leftSection={<IconUserOff size={16} />} onClick={disable}>
            Disable person
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
