"use client";

import { Modal, Stack, Text, Textarea } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useState } from "react";
import { RefusalNotice } from "@/components/answer/refusal-notice";
import { useRefreshAfter } from "@/components/answer/use-refresh-after";
import { useStepUp } from "@/components/step-up/step-up";
import type { Refusal, SentAnswer } from "@/lib/domain/answer";
import { reasonLength } from "@/lib/domain/reason-length";
import { FormFooter } from "./form-footer";

/** A decision with what follows from it, before it is taken. */
export interface Ask {
  title: string;
  sentence: string;
  /** What is asked in words; null where nothing is. */
  label: string | null;
  button: string;
  run: (words: string) => Promise<SentAnswer<unknown>>;
  /** Said once it is done; left out where the page shows it. */
  done?: string;
}

interface AskDialogProps {
  ask: Ask;
  onDone?: () => void;
  onClose: () => void;
}

/** Says what follows, asks why, does it, and says what went wrong where it did. */
export function AskDialog({ ask, onDone, onClose }: AskDialogProps) {
  const refreshAfter = useRefreshAfter();
  const withProof = useStepUp();
  const [words, setWords] = useState("");
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<Refusal | null>(null);
  const act = async () => {
    setBusy(true);
    const answer = await withProof(() => ask.run(words));
    setBusy(false);
    refreshAfter(answer);
    if (!answer.ok) return setFailed(answer.error);
    if (ask.done) notifications.show({ message: ask.done, color: "indigo" });
    onDone?.();
    onClose();
  };
  return (
    <Modal opened onClose={onClose} title={ask.title} closeButtonProps={{ "aria-label": "Close" }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void act();
        }}
      >
        <Stack>
          <Text size="sm">{ask.sentence}</Text>
          {ask.label === null ? null : (
            <Textarea
              label={ask.label}
              description={`At least ${reasonLength.least} characters`}
              required
              minLength={reasonLength.least}
              maxLength={reasonLength.most}
              autosize
              minRows={2}
              data-autofocus
              value={words}
              onChange={(event) => setWords(event.currentTarget.value)}
            />
          )}
          <RefusalNotice title="Not done" refusal={failed} />
          <FormFooter
            label={ask.button}
            isPending={busy}
            cancelLabel="Go back"
            onCancel={onClose}
          />
        </Stack>
      </form>
    </Modal>
  );
}
