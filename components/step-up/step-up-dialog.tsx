"use client";

import { Button, Divider, Modal, PasswordInput, Skeleton, Stack, Text } from "@mantine/core";
import { IconFingerprint } from "@tabler/icons-react";
import { type FormEvent, useEffect, useState } from "react";
import { FormFooter } from "@/components/form/form-footer";
import { Notice } from "@/components/states/notice";
import type { SentAnswer } from "@/lib/domain/answer";
import { answered } from "../answer/answered";
import { askBrowser, type PasskeyOptions } from "./ask-browser";

type Verdict = { ok: true } | { ok: false; error: { message: string } };

interface Ways {
  password: boolean;
  app: boolean;
  recoveryCodes: boolean;
  passkey: PasskeyOptions | null;
}
type Given = Extract<Awaited<ReturnType<typeof askBrowser>>, { ok: true }>["answer"];

/** What the dialog calls: which ways there are, and the proof by one of them. */
export interface StepUpActions {
  begin: (input: Record<string, never>) => Promise<SentAnswer<Ways>>;
  prove: (input: { proof: string } | { passkey: Given }) => Promise<SentAnswer<null>>;
}

interface StepUpDialogProps {
  actions: StepUpActions;
  onProven: () => void;
  onCancel: () => void;
}

export default function StepUpDialog({ actions, onProven, onCancel }: StepUpDialogProps) {
  const [ways, setWays] = useState<Ways | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    void answered(actions.begin({})).then((answer) => {
      if (answer.ok) setWays(answer.result);
      else setProblem(answer.error.message);
    });
  }, [actions]);
  return (
    <Modal
      opened
      centered
      onClose={onCancel}
      title="Confirm that it is you"
      closeButtonProps={{ "aria-label": "Close" }}
      zIndex={400}
    >
      <Stack>
        <Text size="sm">This change is guarded. Once confirmed, it counts for ten minutes.</Text>
        {ways ? (
          <Proofs ways={ways} actions={actions} onProven={onProven} onCancel={onCancel} />
        ) : null}
        {!ways && problem ? (
          <Notice kind="error" title="Muster cannot ask right now">
            {problem}
          </Notice>
        ) : null}
        {!ways && !problem ? <Skeleton h={96} /> : null}
      </Stack>
    </Modal>
  );
}

function codeLabel(ways: Ways): string | null {
  if (ways.password) return "Password";
  if (ways.app && ways.recoveryCodes) return "Code from your app, or a recovery code";
  if (ways.app) return "Code from your authenticator app";
  return ways.recoveryCodes ? "Recovery code" : null;
}

function Proofs({ ways, actions, onProven, onCancel }: StepUpDialogProps & { ways: Ways }) {
  const [options, setOptions] = useState(ways.passkey);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState<"passkey" | "text" | null>(null);
  const [proof, setProof] = useState("");
  const label = codeLabel(ways);
  const settle = (answer: Verdict) => {
    if (answer.ok) return onProven();
    setBusy(null);
    setProblem(answer.error.message);
  };
  const byPasskey = async () => {
    if (!options) return;
    setBusy("passkey");
    const asked = await askBrowser(options);
    if (asked.ok) settle(await answered(actions.prove({ passkey: asked.answer })));
    else settle({ ok: false, error: { message: asked.problem } });
    // Each challenge works once: have the next one ready.
    const next = await answered(actions.begin({}));
    if (next.ok) setOptions(next.result.passkey);
  };
  const byText = async (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    setBusy("text");
    settle(await answered(actions.prove({ proof })));
  };
  return (
    <Stack>
      {problem ? (
        <Notice kind="error" title="Not confirmed">
          {problem}
        </Notice>
      ) : null}
      {!label && !options ? (
        <Notice kind="info" title="Sign in again to confirm">
          Your account has neither a password nor a second factor here. Sign out and in again, or
          add a passkey within ten minutes of signing in.
        </Notice>
      ) : null}
      {options ? (
        <Button
          data-autofocus
          leftSection={<IconFingerprint size={18} stroke={1.8} />}
          loading={busy === "passkey"}
          onClick={() => void byPasskey()}
        >
          Use a passkey
        </Button>
      ) : null}
      {options && label ? <Divider label="or" /> : null}
      {label ? (
        <form onSubmit={(event) => void byText(event)}>
          <Stack>
            <PasswordInput
              label={label}
              data-autofocus={options ? undefined : true}
              autoComplete={ways.password ? "current-password" : "one-time-code"}
              value={proof}
              onChange={(event) => setProof(event.currentTarget.value)}
            />
            <FormFooter
              label="Confirm"
              look={options ? "quiet" : undefined}
              isPending={busy === "text"}
              isDisabled={proof === ""}
              onCancel={onCancel}
            />
          </Stack>
        </form>
      ) : null}
    </Stack>
  );
}
