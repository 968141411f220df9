"use client";

import { Modal, Stack, Text, Textarea } from "@mantine/core";
import { useState } from "react";
import { RefusalNotice } from "@/components/answer/refusal-notice";
import { FormFooter } from "@/components/form/form-footer";
import { answered } from "@/components/answer/answered";
import { useRefreshAfter } from "@/components/answer/use-refresh-after";
import type { Refusal, SentAnswer } from "@/lib/domain/answer";

const fewest = 5;

interface AskReasonProps {
  title: string;
  sentence: string;
  /** Null where no reason is asked. */
  label: string | null;
  button: string;
  run: (reason: string) => Promise<SentAnswer<unknown>>;
  onDone?: () => void;
  onClose: () => void;
}

/** Asks why, does it, and says what went wrong where it did. */
export function AskReason({
  title,
  sentence,
  label,
  button,
  run,
  onDone,
  onClose,
}: AskReasonProps) {
  const refreshAfter = useRefreshAfter();
  const [reason, setReason] = useState("");
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<Refusal | null>(null);
  const isReady = label === null || reason.trim().length >= fewest;
  const send = async () => {
    setBusy(true);
    const answer = await answered(run(reason));
    setBusy(false);
    refreshAfter(answer);
    if (!answer.ok) return setFailed(answer.error);
    onDone?.();
    onClose();
  };
  return (
    <Modal opened onClose={onClose} title={title}>
      <Stack>
        <Text size="sm">{sentence}</Text>
        {label === null ? null : (
          <Textarea
            label={label}
            description={`At least ${fewest} characters`}
            data-autofocus
            autosize
            minRows={2}
            maxLength={1000}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        )}
        <RefusalNotice title="Not done" refusal={failed} />
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
