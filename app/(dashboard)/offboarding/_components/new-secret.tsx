"use client";

import { Button, Code, Group, Modal, Stack, Text } from "@mantine/core";
import { CopyButton } from "@/components/copy/copy-button";
import { notifications } from "@mantine/notifications";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Notice } from "@/components/states/notice";
import { useStepUp } from "@/components/step-up/step-up";
import { takeNewSecret } from "../actions";

/** Shows a new secret once. It stays on the screen while the case moves on behind it. */
export function NewSecret({ caseId, isOffered }: { caseId: string; isOffered: boolean }) {
  const router = useRouter();
  const withProof = useStepUp();
  const [parts, setParts] = useState<[string, string][] | null>(null);
  const take = async () => {
    const answer = await withProof(() => takeNewSecret({ caseId }));
    if (answer.ok) {
      setParts(Object.entries(answer.result.secret));
    } else {
      notifications.show({ title: "Not shown", message: answer.error.message, color: "red" });
    }
  };
  const close = () => {
    setParts(null);
    router.refresh();
  };
  return (
    <>
      {isOffered && parts === null ? (
        <Button onClick={() => void take()}>Show the new secret</Button>
      ) : null}
      <Modal
        opened={parts !== null}
        onClose={close}
        title="The new secret"
        closeOnClickOutside={false}
        closeOnEscape={false}
        closeButtonProps={{ "aria-label": "Close" }}
        size="lg"
      >
        <Stack>
          <Notice kind="good" title="Put it where its program reads it">
            It is not shown again, and Muster has wiped it. The old one works on until nobody uses
            it.
          </Notice>
          {(parts ?? []).map(([name, value]) => (
            <Part key={name} name={name} value={value} />
          ))}
          <Group justify="flex-end">
            <Button onClick={close}>Done</Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}

const Part = ({ name, value }: { name: string; value: string }) => (
  <section aria-label={name}>
    <Group justify="space-between" mb={4}>
      <Text size="sm" fw={500}>
        {name}
      </Text>
      <CopyButton value={value} size="compact-sm" of={name} />
    </Group>
    <Code block style={{ overflowWrap: "anywhere", whiteSpace: "pre-wrap" }}>
      {value}
    </Code>
  </section>
);
