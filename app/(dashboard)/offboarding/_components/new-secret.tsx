"use client";

import { Button, Code, CopyButton, Group, Modal, Stack } from "@mantine/core";
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
  const [lines, setLines] = useState<string | null>(null);
  const take = async () => {
    const answer = await withProof(() => takeNewSecret({ caseId }));
    if (answer.ok) {
      const parts = Object.entries(answer.result.secret);
      setLines(parts.map(([name, value]) => `${name}=${value}`).join("\n"));
    } else {
      notifications.show({ title: "Not shown", message: answer.error.message, color: "red" });
    }
  };
  const close = () => {
    setLines(null);
    router.refresh();
  };
  return (
    <>
      {isOffered && lines === null ? (
        <Button onClick={() => void take()}>Show the new secret</Button>
      ) : null}
      <Modal
        opened={lines !== null}
        onClose={close}
        title="The new secret"
        closeOnClickOutside={false}
        closeButtonProps={{ "aria-label": "Close" }}
        size="lg"
      >
        <Stack>
          <Notice kind="good" title="Put it where its program reads it">
            It is not shown again, and Muster has wiped it. The old one works on until nobody uses
            it.
          </Notice>
          <Code block style={{ overflowWrap: "anywhere", whiteSpace: "pre-wrap" }}>
            {lines}
          </Code>
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              Done
            </Button>
            <CopyButton value={lines ?? ""}>
              {({ copied, copy }) => <Button onClick={copy}>{copied ? "Copied" : "Copy"}</Button>}
            </CopyButton>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
