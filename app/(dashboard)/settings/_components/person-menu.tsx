"use client";

import { ActionIcon, Menu, Text } from "@mantine/core";
import { modals } from "@mantine/modals";
import { IconDots, IconKey, IconShieldX, IconUserCheck, IconUserOff } from "@tabler/icons-react";
import { useState } from "react";
import {
  createSignInLinkAction,
  disablePersonAction,
  enablePersonAction,
  resetSecondFactorAction,
} from "../actions";
import { ShownOnce, ShownOnceDialog } from "./shown-once";
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

const ask = (title: string, sentence: string, confirm: string, act: () => void) =>
  modals.openConfirmModal({
    title,
    children: <Text size="sm">{sentence}</Text>,
    labels: { confirm, cancel: "Cancel" },
    confirmProps: { color: "red.8" },
    onConfirm: act,
  });

/** What an administrator can do to somebody's access; each says first what goes with it. */
export function PersonMenu({ item }: { item: PersonItem }) {
  const { run, busy } = useGuarded();
  const [link, setLink] = useState<string | null>(null);
  const personId = item.id;
  const makeLink = () =>
    ask(
      `Make a new sign-in link for ${item.name}`,
      "With it they set a new password, once, within 24 hours. Their sessions then end and an earlier link stops working. A second factor stays and is still asked for.",
      "Make link",
      () =>
        void run("x", () => createSignInLinkAction({ personId })).then((made) =>
          setLink(made?.url ?? null),
        ),
    );
  const disable = () =>
    ask(
      `Disable ${item.name}`,
      "Their sessions end at once. Their API tokens are revoked for good: you can enable the person again, but not the tokens. What was tied to them waits under People, Leavers.",
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
    <>
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
            leftSection={<IconKey size={16} />}
            disabled={item.status === "disabled"}
            onClick={makeLink}
          >
            Make a new sign-in link
          </Menu.Item>
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
      {link ? (
        <ShownOnceDialog title={`Sign-in link for ${item.name}`} onClose={() => setLink(null)}>
          <ShownOnce
            title="Send this link yourself"
            sentence="It sets a new password, works once, for 24 hours, and is not shown again."
            value={link}
            onClose={() => setLink(null)}
          />
        </ShownOnceDialog>
      ) : null}
    </>
  );
}
