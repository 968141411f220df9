"use client";

import { Modal, Stack, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { FormFooter } from "@/components/form/form-footer";
import type { SavedView } from "@/lib/domain/inventory/saved-view";

interface RenameViewModalProps {
  view: SavedView;
  onClose: () => void;
  /** Says what is wrong, or null when the view bears the name. */
  onName: (name: string) => Promise<string | null>;
}

export function RenameViewModal({ view, onClose, onName }: RenameViewModalProps) {
  const [name, setName] = useState(view.name);
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const rename = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setBusy(true);
    const problem = await onName(name);
    setBusy(false);
    if (problem) setError(problem);
    else onClose();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title="Rename this view"
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <form onSubmit={(event) => void rename(event)}>
        <Stack>
          <TextInput
            label="Name"
            required
            maxLength={60}
            data-autofocus
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            error={error}
          />
          <FormFooter label="Rename" isPending={busy} onCancel={onClose} />
        </Stack>
      </form>
    </Modal>
  );
}
