"use client";

import { Button, Code, Group, Image, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { Notice } from "@/components/states/notice";
import { useStepUp } from "@/components/step-up/use-step-up";
import { beginAppAction, confirmAppAction, removeAppAction, stepUpAction } from "../actions";
import { Section } from "./section";

interface Seed {
  seed: string;
  qrSvg: string;
}

/** The second factor: enrolled with a first right code, removed after proving it once more. */
export function AuthenticatorApp({ enrolled }: { enrolled: boolean }) {
  const { run, dialog } = useStepUp(stepUpAction);
  const [seed, setSeed] = useState<Seed | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const begin = async () => {
    const answer = await run(() => beginAppAction({}));
    setProblem(answer.ok ? null : answer.error.message);
    if (answer.ok) setSeed(answer.result);
  };
  const remove = async () => {
    const answer = await run(() => removeAppAction({}));
    setProblem(answer.ok ? null : answer.error.message);
  };
  return (
    <Section
      title="Authenticator app"
      sentence={
        enrolled
          ? "Sign-in and guarded changes ask for its code."
          : "A second factor. Sign-in and guarded changes will ask for its six digits."
      }
    >
      {dialog}
      {problem ? (
        <Notice kind="error" title="Nothing was changed">
          {problem}
        </Notice>
      ) : null}
      {enrolled ? (
        <Group>
          <Button variant="default" onClick={() => void remove()}>
            Remove authenticator app
          </Button>
        </Group>
      ) : null}
      {!enrolled && !seed ? (
        <Group>
          <Button variant="default" onClick={() => void begin()}>
            Add authenticator app
          </Button>
        </Group>
      ) : null}
      {!enrolled && seed ? <ConfirmSeed seed={seed} onProblem={setProblem} /> : null}
    </Section>
  );
}

function ConfirmSeed({
  seed,
  onProblem,
}: {
  seed: Seed;
  onProblem: (text: string | null) => void;
}) {
  const [code, setCode] = useState("");
  const confirm = async () => {
    const answer = await confirmAppAction({ code });
    onProblem(answer.ok ? null : answer.error.message);
  };
  return (
    <Stack gap="sm">
      <Text size="sm">
        Scan this with the app, or type the key <Code>{seed.seed}</Code>. It is not shown again.
      </Text>
      <Image
        src={`data:image/svg+xml;utf8,${encodeURIComponent(seed.qrSvg)}`}
        alt="QR code for your authenticator app"
        w={180}
        h={180}
      />
      <Group align="end">
        <TextInput
          label="Code from the app"
          inputMode="numeric"
          autoComplete="one-time-code"
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
        <Button onClick={() => void confirm()} disabled={code.length < 6}>
          Confirm
        </Button>
      </Group>
    </Stack>
  );
}
