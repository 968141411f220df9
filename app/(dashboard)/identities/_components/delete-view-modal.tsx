"use client";

import { Modal, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { FormFooter } from "@/components/form/form-footer";
import type { SavedView } from "@/lib/domain/inventory/saved-view";

interface DeleteViewModalProps {
  view: SavedView;
  onClose: () => void;
  /** Says what is wrong, or null when the view is gone. */
  onDelete: () => Promise<string | null>;
}

/** Asks before a view goes, and says for whom it goes. */
export function DeleteViewModal({ view, onClose, onDelete }: DeleteViewModalProps) {
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const remove = async () => {
    setBusy(true);
    const problem = await onDelete();
    setBusy(false);
    if (problem) setError(problem);
    else onClose();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={`Delete ${view.name}`}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <Stack>
        <Text size="sm">
          {view.shared
            ? "You share this view: it goes for everybody who can sign in, not only for you."
            : "Only you see this view."}{" "}
          The identities stay as they are. Nothing brings the view back; it can be saved anew.
        </Text>
        {error ? (
          <Text size="sm" c="red" role="alert">
            {error}
          </Text>
        ) : null}
        <FormFooter
          label={view.shared ? "Delete it for everybody" : "Delete view"}
          look="danger"
          isPending={busy}
          onConfirm={remove}
          cancelLabel="Keep it"
          onCancel={onClose}
        />
      </Stack>
    </Modal>
  );
}
