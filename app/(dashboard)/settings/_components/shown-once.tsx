"use client";

import { Button, Code, CopyButton, Group, Stack } from "@mantine/core";
import { Notice } from "@/components/states/notice";

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
        <CopyButton value={value}>
          {({ copied, copy }) => <Button onClick={copy}>{copied ? "Copied" : "Copy"}</Button>}
        </CopyButton>
      </Group>
    </Stack>
  );
}
