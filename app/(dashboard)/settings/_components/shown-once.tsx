"use client";

import { Button, Code, Group, Modal, Stack } from "@mantine/core";
import { CopyButton } from "@/components/copy/copy-button";
import { Notice } from "@/components/states/notice";
import type { ReactNode } from "react";

interface ShownOnceProps {
  title: string;
  sentence: string;
  value: string;
  onClose: () => void;
}

/** A link or token that the server will never show again. */
export function ShownOnce({ title, sentence, value, onClose }: ShownOnceProps) {
  return (
    <Stack>
      <Notice kind="good" title={title}>
        {sentence}
      </Notice>
      <Code block style={{ overflowWrap: "anywhere", whiteSpace: "pre-wrap" }}>
        {value}
      </Code>
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          Done
        </Button>
        <CopyButton value={value} variant="filled" />
      </Group>
    </Stack>
  );
}

/** For a dialog with a secret, there or on its way: a click beside it or Escape would lose it for good. */
export const closesOnPurpose = { closeOnClickOutside: false, closeOnEscape: false };

interface ShownOnceDialogProps {
  title: string;
  onClose: () => void;
  children: ReactNode;
}

/** A dialog around a secret that is not shown again. */
export const ShownOnceDialog = ({ title, onClose, children }: ShownOnceDialogProps) => (
  <Modal
    opened
    onClose={onClose}
    title={title}
    closeButtonProps={{ "aria-label": "Close" }}
    {...closesOnPurpose}
  >
    {children}
  </Modal>
);
