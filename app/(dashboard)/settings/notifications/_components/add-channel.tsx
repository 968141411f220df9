"use client";

import { Button } from "@mantine/core";
import { useState } from "react";
import { trackerKinds } from "@/lib/domain/notices/tracker-config";
import { addChannelAction } from "../actions";
import { ChannelDialog } from "../../_components/channel-dialog";
import { choosesEvents, configOf, emptyChannel } from "../../_components/channel-values";

const kinds = ["mail", "slack", "teams", "webhook", ...trackerKinds] as const;

export function AddChannel({ hasMail }: { hasMail: boolean }) {
  const [isOpen, setOpen] = useState(false);
  const offered = hasMail ? kinds.slice(1) : kinds;
  const close = () => setOpen(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>Add a channel</Button>
      {isOpen ? (
        <ChannelDialog
          title="Add a channel"
          confirm="Add the channel"
          kinds={offered}
          initialValues={{ ...emptyChannel, kind: offered[0] ?? "slack" }}
          save={(values) =>
            addChannelAction({
              name: values.name,
              events: choosesEvents(values.kind) ? values.events : [],
              config: configOf(values),
            })
          }
          secretIn={(result) => result.signingSecret}
          onClose={close}
        />
      ) : null}
    </>
  );
}
