"use client";

import { Button, Text } from "@mantine/core";
import { modals } from "@mantine/modals";
import { IconBrandSlack, IconBrandTeams, IconMail } from "@tabler/icons-react";
import { useState } from "react";
import { Notice } from "@/components/states/notice";
import type { OwnNotices } from "@/lib/domain/notices/shapes";
import { Panel, Row, Section } from "../../_components/section";
import { TestButton } from "../../_components/test-button";
import { Tone } from "../../_components/tone";
import { useGuarded } from "../../_components/use-guarded";
import { ChannelDialog } from "../../_components/channel-dialog";
import { emptyChannel } from "../../_components/channel-values";
import { channelStateWords } from "../../notifications/_components/channel-state-words";
import { addOwnChannelAction, removeOwnChannelAction, testOwnChannelAction } from "../actions";

type Channel = OwnNotices["channels"][number];
const icons: Partial<Record<Channel["kind"], typeof IconMail>> = {
  slack: IconBrandSlack,
  teams: IconBrandTeams,
};

/** Where this person's notices arrive. */
export function OwnRooms({ items }: { items: Channel[] }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Section
      title="Where they arrive"
      action={
        <Button variant="default" size="compact-sm" onClick={() => setOpen(true)}>
          Add a chat room
        </Button>
      }
    >
      {items.some((item) => item.kind === "mail") ? null : (
        <Notice kind="info" title="No mail is sent">
          An administrator has not connected a mail server yet.
        </Notice>
      )}
      {items.length > 0 ? (
        <Panel>
          {items.map((item) => (
            <Room key={item.id} item={item} />
          ))}
        </Panel>
      ) : null}
      {isOpen ? (
        <ChannelDialog
          title="Add a chat room of your own"
          confirm="Add the room"
          kinds={["slack", "teams"]}
          initialValues={{ ...emptyChannel, kind: "slack" }}
          isOwn
          save={({ name, kind, url }) =>
            addOwnChannelAction({
              name,
              config: { kind: kind === "teams" ? "teams" : "slack", url },
            })
          }
          onClose={() => setOpen(false)}
        />
      ) : null}
    </Section>
  );
}

function Room({ item }: { item: Channel }) {
  const { run } = useGuarded();
  const Icon = icons[item.kind] ?? IconMail;
  const { id: channelId, name } = item;
  const remove = () =>
    modals.openConfirmModal({
      title: `Remove ${name}`,
      children: <Text size="sm">Muster forgets its address. What waits for it is dropped.</Text>,
      labels: { confirm: "Remove the room", cancel: "Keep it" },
      confirmProps: { color: "red.8" },
      onConfirm: () => void run(name, () => removeOwnChannelAction({ channelId }), "Room removed"),
    });
  return (
    <Row
      icon={<Icon size={18} stroke={1.6} />}
      name={
        <>
          {name}{" "}
          <Tone tone={item.state === "active" ? "good" : "quiet"}>
            {channelStateWords[item.state]}
          </Tone>
        </>
      }
      end={
        item.isOwn ? (
          <>
            <TestButton name={name} send={() => testOwnChannelAction({ channelId })} />
            <Button
              size="compact-sm"
              variant="default"
              aria-label={`Remove ${name}`}
              onClick={remove}
            >
              Remove
            </Button>
          </>
        ) : null
      }
    >
      {item.because ?? (item.isOwn ? "Your own room" : "To the address of your account")}
    </Row>
  );
}
