"use client";

import { Button, Group, Modal, PasswordInput, Stack, Text } from "@mantine/core";
import { type FormEvent, type ReactNode, useState } from "react";

type Answer<Result> =
  | { ok: true; result: Result }
  | { ok: false; error: { code: string; message: string; fields?: Record<string, string> } };

interface Pending {
  again: () => void;
  cancel: () => void;
}

/**
 * Runs actions that may answer `step_up_required`: then asks for the proof, hands it to `prove`, and
 * runs the action again. Render `dialog` once beside whatever calls `run`.
 */
export function useStepUp(prove: (input: { proof: string }) => Promise<Answer<null>>): {
  run: <Result>(action: () => Promise<Answer<Result>>) => Promise<Answer<Result>>;
  dialog: ReactNode;
} {
  const [pending, setPending] = useState<Pending | null>(null);
  async function run<Result>(action: () => Promise<Answer<Result>>): Promise<Answer<Result>> {
    const answer = await action();
    if (answer.ok || answer.error.code !== "step_up_required") return answer;
    return new Promise((resolve, reject) => {
      setPending({
        again: () => void action().then(resolve, reject),
        cancel: () => resolve(answer),
      });
    });
  }
  const close = (next: "again" | "cancel") => {
    pending?.[next]();
    setPending(null);
  };
  const dialog = pending ? (
    <StepUpDialog prove={prove} onProven={() => close("again")} onCancel={() => close("cancel")} />
  ) : null;
  return { run, dialog };
}

interface StepUpDialogProps {
  prove: (input: { proof: string }) => Promise<Answer<null>>;
  onProven: () => void;
  onCancel: () => void;
}

function StepUpDialog({ prove, onProven, onCancel }: StepUpDialogProps) {
  const [proof, setProof] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    setBusy(true);
    const answer = await prove({ proof });
    setBusy(false);
    if (answer.ok) return onProven();
    setProblem(answer.error.message);
  };
  return (
    <Modal
      opened
      onClose={onCancel}
      title="Confirm that it is you"
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <form onSubmit={(event) => void submit(event)}>
        <Stack>
          <Text size="sm">
            This change is guarded. Enter the code from your authenticator app or, if you have none,
            your password. It then counts for ten minutes.
          </Text>
          <PasswordInput
            label="Code or password"
            data-autofocus
            autoComplete="current-password"
            value={proof}
            onChange={(event) => setProof(event.currentTarget.value)}
            error={problem}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onCancel}>
              Cancel
            </Button>
            <Button type="submit" loading={busy} disabled={proof === ""}>
              Confirm
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
