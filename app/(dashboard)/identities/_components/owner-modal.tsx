"use client";

import { counted } from "@/lib/domain/counted";
import { Button, Modal, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { FormFooter } from "@/components/form/form-footer";
import { answered } from "@/components/answer/answered";
import { assignOwnerAction } from "../actions";
import { countOf, type Target } from "./bulk-target";
import { PersonSelect } from "./person-select";

interface BulkModalProps {
  target: Target;
  onClose: () => void;
  onDone: (sentence: string) => void;
}
/** Chooses the person who answers for the identities from now on. */
export function OwnerModal({ target, onClose, onDone }: BulkModalProps) {
  const [personId, setPersonId] = useState<string | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const count = countOf(target);
  const assign = async (owner: string | null) => {
    setBusy(true);
    const answer = await answered(assignOwnerAction({ target, personId: owner }));
    setBusy(false);
    if (!answer.ok) return setError(answer.error.message);
    const changed = `${counted(answer.result.count, "identity", "identities")} changed`;
    onDone(owner ? `${changed}: owner set.` : `${changed}: owner removed.`);
    onClose();
  };
  return (
    <Modal opened onClose={onClose} title="Set owner" closeButtonProps={{ "aria-label": "Close" }}>
      <Stack>
        <Text size="sm">
          {count === 1 ? "One identity" : `${count.toLocaleString("en")} identities`} will have this
          person as confirmed owner. The timeline keeps who was owner before, so it can be undone.
        </Text>
        <PersonSelect label="Owner" first value={personId} error={error} onChange={setPersonId} />
        <FormFooter
          label="Set owner"
          onConfirm={() => assign(personId)}
          isPending={busy}
          isDisabled={personId === null}
          onCancel={onClose}
          aside={
            <Button variant="subtle" color="red" disabled={busy} onClick={() => void assign(null)}>
              Remove owner
            </Button>
          }
        />
      </Stack>
    </Modal>
  );
}
