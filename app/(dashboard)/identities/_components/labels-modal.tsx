"use client";

import { counted } from "@/lib/domain/counted";
import { Modal, Stack, TagsInput, Text } from "@mantine/core";
import { useState } from "react";
import { FormFooter } from "@/components/form/form-footer";
import { answered } from "@/components/answer/answered";
import { changeLabelsAction } from "../actions";
import { countOf, type Target } from "./bulk-target";

interface LabelsModalProps {
  target: Target;
  onClose: () => void;
  onDone: (sentence: string) => void;
}

function sentenceOf({ count, skipped }: { count: number; skipped: number }): string {
  const done = `${counted(count, "identity", "identities")} changed: labels.`;
  return skipped === 0 ? done : `${done} ${skipped.toLocaleString("en")} left: no room for more.`;
}

/** Adds and removes Muster's own labels; the provider's tags stay as they are. */
export function LabelsModal({ target, onClose, onDone }: LabelsModalProps) {
  const [add, setAdd] = useState<string[]>([]);
  const [remove, setRemove] = useState<string[]>([]);
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const count = countOf(target);
  const save = async () => {
    setBusy(true);
    const answer = await answered(changeLabelsAction({ target, add, remove }));
    setBusy(false);
    if (!answer.ok) return setError(answer.error.message);
    onDone(sentenceOf(answer.result));
    onClose();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title="Change labels"
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <Stack>
        <Text size="sm">
          On {count === 1 ? "one identity" : `${count.toLocaleString("en")} identities`}. Labels
          live in Muster only; a sync never changes them.
        </Text>
        <TagsInput
          label="Add"
          placeholder="Type and press Enter"
          value={add}
          onChange={setAdd}
          maxTags={20}
          data-autofocus
        />
        <TagsInput
          label="Remove"
          placeholder="Type and press Enter"
          value={remove}
          onChange={setRemove}
          maxTags={20}
          error={error}
        />
        <FormFooter
          label="Change labels"
          onConfirm={save}
          isPending={busy}
          isDisabled={add.length + remove.length === 0}
          onCancel={onClose}
        />
      </Stack>
    </Modal>
  );
}
