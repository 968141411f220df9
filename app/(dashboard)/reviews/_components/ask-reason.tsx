"use client";

import { Modal, Stack, Text, Textarea } from "@mantine/core";
import { useState } from "react";
import { FormFooter } from "@/components/form/form-footer";
import { Notice } from "@/components/states/notice";

const fewest = 5;

interface AskReasonProps {
  title: string;
  sentence: string;
  /** Null where no reason is asked. */
  label: string | null;
  button: string;
  run: (reason: string) => Promise<{ ok: true } | { ok: false; error: { message: string } }>;
  onClose: () => void;
}

/** Asks why, does it, and says what went wrong where it did. */
export function AskReason({ title, sentence, label, button, run, onClose }: AskReasonProps) {
  const [reason, setReason] = useState("");
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<string | null>(null);
  const isReady = label === null || reason.trim().length >= fewest;
  const send = async () => {
    setBusy(true);
    const answer = await run(reason);
    setBusy(false);
    if (answer.ok) onClose();
    else setFailed(answer.error.message);
  };
  return (
    <Modal opened onClose={onClose} title={title}>
      <Stack>
        <Text size="sm">{sentence}</Text>
        {label === null ? null : (
          <Textarea
            label={label}
            data-autofocus
            autosize
            minRows={2}
            maxLength={1000}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        )}
        {failed ? (
          <Notice kind="error" title="Not done">
            {failed}
          </Notice>
        ) : null}
        <FormFooter
          label={button}
          onConfirm={send}
          isPending={busy}
          isDisabled={!isReady}
          cancelLabel="Go back"
          onCancel={onClose}
        />
      </Stack>
    </Modal>
  );
}
