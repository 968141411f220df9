"use client";

import { Checkbox, Modal, Stack, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { FormFooter } from "@/components/form/form-footer";
import type { SavedView } from "@/lib/domain/inventory/saved-view";
import { answered } from "@/components/answer/answered";
import { saveViewAction } from "../actions";

interface SaveViewModalProps {
  state: string;
  mayShare: boolean;
  onClose: () => void;
  onSaved: (view: SavedView) => void;
}

export function SaveViewModal({ state, mayShare, onClose, onSaved }: SaveViewModalProps) {
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const save = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const entered = form.get("name");
    const name = typeof entered === "string" ? entered : "";
    setBusy(true);
    const answer = await answered(
      saveViewAction({
        name,
        query: state,
        shared: form.get("shared") === "on",
        isDefault: form.get("default") === "on",
      }),
    );
    setBusy(false);
    if (!answer.ok) return setError(answer.error.message);
    onSaved(answer.result);
    onClose();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title="Save this view"
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <form onSubmit={(event) => void save(event)}>
        <Stack>
          <TextInput
            name="name"
            label="Name"
            required
            maxLength={60}
            data-autofocus
            error={error}
          />
          <Checkbox name="default" label="Open this view first" />
          {mayShare ? (
            <Checkbox name="shared" label="Share with everybody who can sign in" />
          ) : null}
          <FormFooter label="Save view" isPending={busy} onCancel={onClose} />
        </Stack>
      </form>
    </Modal>
  );
}
