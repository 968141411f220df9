"use client";

import { Button, Code, CopyButton, Group, Stack } from "@mantine/core";
import { Notice } from "@/components/states/notice";

/** A link or token that the server will never show again. */
export function ShownOnce({
  title,
  sentence,
  value,
}: {
  title: string;
  sentence: string;
  value: string;
}) {
  return (
    <Stack gap="sm">
      <Notice kind="good" title={title}>
        {sentence}
      </Notice>
      <Code block style={{ overflowWrap: "anywhere", whiteSpace: "pre-wrap" }}>
        {value}
      </Code>
      <Group>
        <CopyButton value={value}>
          {({ copied, copy }) => <Button onClick={copy}>{copied ? "Copied" : "Copy"}</Button>}
        </CopyButton>
      </Group>
    </Stack>
  );
}
