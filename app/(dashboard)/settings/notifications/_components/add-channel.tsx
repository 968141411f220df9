"use client";

import { Button } from "@mantine/core";
import { useState } from "react";
import { isTracker, trackerKinds } from "@/lib/domain/notices/tracker-config";
import { addChannelAction } from "../actions";
import { configOf } from "../../_components/channel-config-of";
import { ChannelDialog, emptyChannel } from "../../_components/channel-dialog";

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
              events: (values.kind === "mail" || isTracker(values.kind)
                ? []
                : values.events) as never,
              config: configOf(values),
            })
          }
          secretIn={(result) => (result as { signingSecret: string | null }).signingSecret}
          onClose={close}
        />
      ) : null}
    </>
  );
}
