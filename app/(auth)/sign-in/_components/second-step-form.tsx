"use client";

import { Anchor, Button, Divider, Group, Stack, TextInput } from "@mantine/core";
import { IconFingerprint } from "@tabler/icons-react";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { FormHead } from "@/app/(auth)/_components/form-parts";
import { type SignedIn, signInBy } from "@/app/(auth)/_components/sign-in-by";
import { askBrowser, type PasskeyOptions } from "@/components/step-up/ask-browser";
import { answered } from "@/components/answer/answered";
import { secondFactorAction } from "../actions";

export interface SecondStep {
  app: boolean;
  recoveryCodes: boolean;
  passkey: PasskeyOptions | null;
}

interface SecondStepFormProps {
  step: SecondStep;
  onDone: () => void;
  /** Back to the password, with what to say there. */
  onBack: (problem: string | null) => void;
}

/** The password was right; now the second factor. */
export function SecondStepForm({ step, onDone, onBack }: SecondStepFormProps) {
  const [options, setOptions] = useState(step.passkey);
  const [byRecovery, setByRecovery] = useState(!step.app && !step.passkey);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState<"passkey" | "code" | null>(null);
  const settle = (answer: SignedIn) => {
    if (answer.ok) return onDone();
    setBusy(null);
    setProblem(answer.problem);
  };
  const byPasskey = async () => {
    if (!options) return;
    setBusy("passkey");
    const asked = await askBrowser(options);
    settle(asked.ok ? await signInBy({ passkey: JSON.stringify(asked.answer) }) : asked);
    // Each challenge works once: ask for the next one already.
    const offer = await answered(secondFactorAction());
    if (offer.ok) setOptions(offer.result.passkey);
  };
  const byCode = async (code: string) => {
    setBusy("code");
    settle(await signInBy({ code }));
  };
  const wantsCode = step.app || byRecovery;
  return (
    <Stack gap="md">
      <FormHead
        title="Confirm that it is you"
        sentence="Your password was right. Your account asks for a second factor."
        problem={problem}
      />
      {options && !byRecovery ? (
        <Button
          size="md"
          fullWidth
          data-autofocus
          leftSection={<IconFingerprint size={18} stroke={1.8} />}
          loading={busy === "passkey"}
          onClick={() => void byPasskey()}
        >
          Use a passkey
        </Button>
      ) : null}
      {options && !byRecovery && step.app ? <Divider label="or" /> : null}
      {wantsCode ? (
        <CodeForm
          key={String(byRecovery)}
          recovery={byRecovery}
          busy={busy === "code"}
          onCode={byCode}
        />
      ) : null}
      <Group justify="space-between" gap="sm">
        <Anchor component="button" type="button" size="sm" onClick={() => onBack(null)}>
          Start again
        </Anchor>
        {step.recoveryCodes && (step.app || step.passkey) ? (
          <Anchor
            component="button"
            type="button"
            size="sm"
            onClick={() => setByRecovery(!byRecovery)}
          >
            {byRecovery ? "Use another way" : "Use a recovery code"}
          </Anchor>
        ) : null}
      </Group>
    </Stack>
  );
}

interface CodeFormProps {
  recovery: boolean;
  busy: boolean;
  onCode: (code: string) => Promise<void>;
}

function CodeForm({ recovery, busy, onCode }: CodeFormProps) {
  const [code, setCode] = useState("");
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void onCode(code);
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <TextInput
          size="md"
          label={recovery ? "Recovery code" : "Code from your authenticator app"}
          description={recovery ? "Sixteen letters and digits; each code works once" : "Six digits"}
          inputMode={recovery ? "text" : "numeric"}
          autoComplete={recovery ? "off" : "one-time-code"}
          required
          withAsterisk={false}
          ref={field}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
        <Button type="submit" size="md" variant="default" loading={busy} fullWidth>
          Confirm code
        </Button>
      </Stack>
    </form>
  );
}
