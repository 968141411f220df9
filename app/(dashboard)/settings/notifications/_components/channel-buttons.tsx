"use client";

import { ActionIcon, Button, Menu, Text } from "@mantine/core";
import { modals } from "@mantine/modals";
import { IconDots } from "@tabler/icons-react";
import { useState } from "react";
import type { ChannelItem } from "@/lib/domain/notices/shapes";
import { isTracker } from "@/lib/domain/notices/tracker-config";
import { ShownOnce, ShownOnceDialog } from "../../_components/shown-once";
import { TestButton } from "../../_components/test-button";
import { useGuarded } from "../../_components/use-guarded";
import {
  changeChannelAction,
  removeChannelAction,
  rotateSecretAction,
  testChannelAction,
} from "../actions";
import { ChannelDialog } from "../../_components/channel-dialog";
import { changeOf, valuesOf } from "../../_components/channel-values";

/** What can be done with one channel. */
export function ChannelButtons({ item }: { item: ChannelItem }) {
  const { run } = useGuarded();
  const [isChanging, setChanging] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const { id: channelId, name } = item;
  const turn = (state: "active" | "paused") =>
    run(
      channelId,
      () => changeChannelAction({ channelId, state }),
      state === "active" ? "Switched on" : "Paused",
    );
  const rotate = async () => {
    const made = await run(channelId, () => rotateSecretAction({ channelId }));
    if (made) setSecret(made.signingSecret);
  };
  const remove = () =>
    modals.openConfirmModal({
      title: `Remove ${name}`,
      children: (
        <Text size="sm">
          Its address and secrets are forgotten, and what waits for it is dropped. The log stays.
        </Text>
      ),
      labels: { confirm: "Remove the channel", cancel: "Keep it" },
      confirmProps: { color: "red.8" },
      onConfirm: () =>
        void run(channelId, () => removeChannelAction({ channelId }), "Channel removed"),
    });
  return (
    <>
      <TestButton
        name={name}
        isCheck={isTracker(item.kind)}
        send={() => testChannelAction({ channelId })}
      />
      <Button
        size="compact-sm"
        variant="default"
        aria-label={`Change ${name}`}
        onClick={() => setChanging(true)}
      >
        Change
      </Button>
      <Menu position="bottom-end" shadow="md">
        <Menu.Target>
          <ActionIcon variant="default" aria-label={`More for ${name}`} size={26}>
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {item.state === "active" ? (
            <Menu.Item onClick={() => void turn("paused")}>Pause</Menu.Item>
          ) : (
            <Menu.Item onClick={() => void turn("active")}>Switch on</Menu.Item>
          )}
          {item.kind === "webhook" ? (
            <Menu.Item onClick={() => void rotate()}>New signing secret</Menu.Item>
          ) : null}
          <Menu.Item color="red.8" onClick={remove}>
            Remove
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {isChanging ? (
        <ChannelDialog
          title={`Change ${name}`}
          confirm="Keep the change"
          kinds={[item.kind]}
          initialValues={valuesOf(item)}
          isChange
          keepsPassword={item.shown.hasPassword === true}
          save={(values) => changeChannelAction(changeOf(item, values))}
          onClose={() => setChanging(false)}
        />
      ) : null}
      {secret ? (
        <ShownOnceDialog title="New signing secret" onClose={() => setSecret(null)}>
          <ShownOnce
            title="Copy the signing secret now"
            sentence="The one before it signs as well for 24 hours. Muster cannot show this one again."
            value={secret}
            onClose={() => setSecret(null)}
          />
        </ShownOnceDialog>
      ) : null}
    </>
  );
}
