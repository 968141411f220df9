"use client";

import { Button, Modal, Stack, Text, Textarea } from "@mantine/core";
import { useState } from "react";
import { FormFooter } from "@/components/form/form-footer";
import { offboardLeaverAction } from "../actions";

interface LeaverOffboardProps {
  leaverId: string;
  ids: string[];
  run: (work: () => ReturnType<typeof offboardLeaverAction>) => Promise<void>;
}

/** Asks to take the selected identities out of service. */
export function LeaverOffboard({ leaverId, ids, run }: LeaverOffboardProps) {
  const [opened, setOpened] = useState(false);
  const [reason, setReason] = useState("");
  const send = async () => {
    setOpened(false);
    await run(() => offboardLeaverAction({ leaverId, identityIds: ids, reason }));
  };
  return (
    <>
      <Button
        variant="default"
        color="red"
        disabled={ids.length === 0}
        onClick={() => setOpened(true)}
      >
        Offboard selected
      </Button>
      <Modal
        opened={opened}
        onClose={() => setOpened(false)}
        title={ids.length === 1 ? "Offboard 1 identity" : `Offboard ${ids.length} identities`}
        closeButtonProps={{ "aria-label": "Close" }}
      >
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void send();
          }}
        >
          <Stack>
            <Text size="sm">
              A case is opened for each; nothing is switched off before somebody approves its dry
              run. Until it is gone its backup answers for it, or you.
            </Text>
            <Textarea
              label="Reason"
              required
              minLength={5}
              maxLength={1000}
              autosize
              minRows={2}
              value={reason}
              onChange={(event) => setReason(event.currentTarget.value)}
            />
            <FormFooter label="Open cases" isDisabled={reason.trim().length < 5} />
          </Stack>
        </form>
      </Modal>
    </>
  );
}
