"use client";

import { Modal, Stack, Text, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { startRegistration } from "@simplewebauthn/browser";
import { type FormEvent, type ReactNode, useState } from "react";
import { FormFooter } from "@/components/form/form-footer";
import { RefusalNotice } from "@/components/answer/refusal-notice";
import { browserRefusal } from "@/components/step-up/ask-browser";
import { useStepUp } from "@/components/step-up/step-up";
import { answered } from "@/components/answer/answered";
import type { Refusal } from "@/lib/domain/answer";
import { addPasskeyAction, beginPasskeyAction, renamePasskeyAction } from "../actions";
import { browserName } from "./browser-name";

interface NameDialogProps {
  title: string;
  sentence?: ReactNode;
  initial: string;
  confirm: string;
  /** Null when it is done, else what went wrong. */
  save: (name: string) => Promise<Refusal | null>;
  onClose: () => void;
}

function NameDialog({ title, sentence, initial, confirm, save, onClose }: NameDialogProps) {
  const [name, setName] = useState(initial);
  const [problem, setProblem] = useState<Refusal | null>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    const failed = await save(name);
    setBusy(false);
    setProblem(failed);
    if (failed === null) onClose();
  };
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ "aria-label": "Close" }}>
      <form onSubmit={(event) => void submit(event)}>
        <Stack>
          {sentence ? <Text size="sm">{sentence}</Text> : null}
          <RefusalNotice refusal={problem} />
          <TextInput
            label="Name of the passkey"
            description="So that you can tell it from others"
            data-autofocus
            required
            withAsterisk={false}
            maxLength={60}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <FormFooter
            label={confirm}
            isPending={busy}
            isDisabled={name.trim() === ""}
            onCancel={onClose}
          />
        </Stack>
      </form>
    </Modal>
  );
}

export function AddPasskeyDialog({ origin, onClose }: { origin: string; onClose: () => void }) {
  const guarded = useStepUp();
  const save = async (name: string): Promise<Refusal | null> => {
    const begun = await guarded(() => beginPasskeyAction({}));
    if (!begun.ok) return begun.error;
    try {
      const answer = await startRegistration({ optionsJSON: begun.result });
      const added = await answered(addPasskeyAction({ name, answer }));
      if (!added.ok) return added.error;
    } catch (error) {
      return { code: "browser", message: browserRefusal(error, origin) };
    }
    notifications.show({ message: "Passkey added", color: "indigo" });
    return null;
  };
  return (
    <NameDialog
      title="Add passkey"
      sentence="Your browser asks next for a fingerprint, a face, a PIN or a security key. Sign-in and guarded changes will then ask for it."
      initial={browserName(window.navigator.userAgent)}
      confirm="Add passkey"
      save={save}
      onClose={onClose}
    />
  );
}

export function RenamePasskeyDialog({
  passkey,
  onClose,
}: {
  passkey: { id: string; name: string };
  onClose: () => void;
}) {
  const save = async (name: string): Promise<Refusal | null> => {
    const answer = await answered(renamePasskeyAction({ passkeyId: passkey.id, name }));
    return answer.ok ? null : answer.error;
  };
  return (
    <NameDialog
      title="Rename passkey"
      initial={passkey.name}
      confirm="Rename"
      save={save}
      onClose={onClose}
    />
  );
}
