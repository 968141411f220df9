"use client";

import { ActionIcon, Button, Menu, Text } from "@mantine/core";
import { modals } from "@mantine/modals";
import { IconDots, IconFingerprint, IconPencil, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { Notice } from "@/components/states/notice";
import { TimeAgo } from "@/components/time/time-ago";
import { removePasskeyAction } from "../actions";
import { AddPasskeyDialog, RenamePasskeyDialog } from "./passkey-dialogs";
import { Panel, Row, Section, Tag } from "./section";
import { useGuarded } from "./use-guarded";

interface PasskeyItem {
  id: string;
  name: string;
  hardwareBound: boolean;
  createdAt: string;
  lastUsedAt: string | null;
}

/** `origin` is where browsers offer passkeys for this installation; null where they cannot. */
export function Passkeys({ items, origin }: { items: PasskeyItem[]; origin: string | null }) {
  const { run } = useGuarded();
  const [adding, setAdding] = useState(false);
  const [renaming, setRenaming] = useState<PasskeyItem | null>(null);
  const remove = (item: PasskeyItem) =>
    modals.openConfirmModal({
      title: `Remove ${item.name}`,
      children: (
        <Text size="sm">
          Muster will no longer accept this passkey. The device keeps its half until you delete it
          there. To use it again, add it anew.
        </Text>
      ),
      labels: { confirm: "Remove passkey", cancel: "Keep it" },
      confirmProps: { color: "red.8" },
      onConfirm: () =>
        void run("remove", () => removePasskeyAction({ passkeyId: item.id }), "Passkey removed"),
    });
  return (
    <Section
      title="Passkeys"
      sentence="Your fingerprint, face or security key. The strongest second factor: it cannot be phished."
      action={
        origin ? (
          <Button variant="default" onClick={() => setAdding(true)}>
            Add passkey
          </Button>
        ) : null
      }
    >
      {adding && origin ? (
        <AddPasskeyDialog origin={origin} onClose={() => setAdding(false)} />
      ) : null}
      {renaming ? (
        <RenamePasskeyDialog passkey={renaming} onClose={() => setRenaming(null)} />
      ) : null}
      {origin ? null : (
        <Notice kind="info" title="Passkeys need an https address with a name">
          An administrator can set MUSTER_BASE_URL to one.
        </Notice>
      )}
      {items.length === 0 && origin ? (
        <Panel>
          <Row icon={<IconFingerprint size={18} stroke={1.6} />} name="No passkeys yet">
            Add one to sign in and confirm guarded changes with a touch.
          </Row>
        </Panel>
      ) : null}
      {items.length > 0 ? (
        <Panel>
          {items.map((item) => (
            <Row
              key={item.id}
              icon={<IconFingerprint size={18} stroke={1.6} />}
              name={
                <>
                  {item.name}
                  <Tag>{item.hardwareBound ? "On one device · AAL3" : "Synced · AAL2"}</Tag>
                </>
              }
              end={<PasskeyMenu item={item} onRename={setRenaming} onRemove={remove} />}
            >
              Added <TimeAgo at={item.createdAt} /> ·{" "}
              {item.lastUsedAt ? (
                <>
                  last used <TimeAgo at={item.lastUsedAt} />
                </>
              ) : (
                "not used yet"
              )}
            </Row>
          ))}
        </Panel>
      ) : null}
    </Section>
  );
}

interface PasskeyMenuProps {
  item: PasskeyItem;
  onRename: (item: PasskeyItem) => void;
  onRemove: (item: PasskeyItem) => void;
}

function PasskeyMenu({ item, onRename, onRemove }: PasskeyMenuProps) {
  return (
    <Menu position="bottom-end" shadow="md">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={`Change ${item.name}`}>
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconPencil size={16} />} onClick={() => onRename(item)}>
          Rename
        </Menu.Item>
        <Menu.Item leftSection={<IconTrash size={16} />} onClick={() => onRemove(item)}>
          Remove passkey
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
