"use client";

import { counted } from "@/lib/domain/counted";
import { Button, Modal, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { FormFooter } from "@/components/form/form-footer";
import { answered } from "@/components/answer/answered";
import { assignOwnerAction } from "../actions";
import { countOf, type Target } from "./bulk-target";
import { PersonSelect } from "./person-select";
import { RemoveOwner } from "./remove-owner";

interface BulkModalProps {
  target: Target;
  /** Whether an owner stands there that can be taken away. */
  hasOwner: boolean;
  onClose: () => void;
  onDone: (sentence: string) => void;
}

/** Chooses the person who answers for the identities from now on, or asks whether nobody shall. */
export function OwnerModal({ target, hasOwner, onClose, onDone }: BulkModalProps) {
  const [personId, setPersonId] = useState<string | null>(null);
  const [isRemoval, setRemoval] = useState(false);
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
  const turn = (removal: boolean) => {
    setError(null);
    setRemoval(removal);
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={isRemoval ? "Remove owner" : "Set owner"}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      {isRemoval ? (
        <Stack>
          <RemoveOwner
            target={target}
            busy={busy}
            error={error}
            onConfirm={() => void assign(null)}
            onBack={() => turn(false)}
          />
        </Stack>
      ) : (
        <Stack>
          <Text size="sm">
            {count === 1 ? "One identity" : `${count.toLocaleString("en")} identities`} will have
            this person as confirmed owner, whoever was it before. Each timeline keeps who that was.
          </Text>
          <PersonSelect label="Owner" first value={personId} error={error} onChange={setPersonId} />
          <FormFooter
            label="Set owner"
            onConfirm={() => assign(personId)}
            isPending={busy}
            isDisabled={personId === null}
            onCancel={onClose}
            aside={
              hasOwner ? (
                <Button variant="subtle" color="red" disabled={busy} onClick={() => turn(true)}>
                  Remove owner
                </Button>
              ) : null
            }
          />
        </Stack>
      )}
    </Modal>
  );
}
