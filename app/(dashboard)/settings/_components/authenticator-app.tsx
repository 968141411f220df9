"use client";

import { Button, Code, Image, Modal, Stack, Text, TextInput } from "@mantine/core";
import { modals } from "@mantine/modals";
import { notifications } from "@mantine/notifications";
import { IconDeviceMobile } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { RefusalNotice } from "@/components/answer/refusal-notice";
import type { Refusal } from "@/lib/domain/answer";
import { FormFooter } from "@/components/form/form-footer";
import { answered } from "@/components/answer/answered";
import { beginAppAction, confirmAppAction, removeAppAction } from "../actions";
import { Row, Tag } from "./section";
import { useGuarded } from "./use-guarded";

interface Seed {
  seed: string;
  qrSvg: string;
}

/** Enrolled with a first right code, removed after proving it once more. */
export function AuthenticatorApp({ enrolled }: { enrolled: boolean }) {
  const { run, busy } = useGuarded();
  const [seed, setSeed] = useState<Seed | null>(null);
  const begin = async () => setSeed(await run("begin", () => beginAppAction({})));
  const remove = () =>
    modals.openConfirmModal({
      title: "Remove authenticator app",
      children: (
        <Text size="sm">Its codes stop working. You can add an app again at any time.</Text>
      ),
      labels: { confirm: "Remove app", cancel: "Keep it" },
      confirmProps: { color: "red.8" },
      onConfirm: () => void run("remove", () => removeAppAction({}), "Authenticator app removed"),
    });
  return (
    <>
      {seed && !enrolled ? <ConfirmSeed seed={seed} onClose={() => setSeed(null)} /> : null}
      <Row
        icon={<IconDeviceMobile size={18} stroke={1.6} />}
        name={
          <>
            Authenticator app
            {enrolled ? <Tag>On · AAL2</Tag> : null}
          </>
        }
        end={
          enrolled ? (
            <Button variant="default" loading={busy === "remove"} onClick={remove}>
              Remove app
            </Button>
          ) : (
            <Button variant="default" loading={busy === "begin"} onClick={() => void begin()}>
              Add authenticator app
            </Button>
          )
        }
      >
        {enrolled
          ? "Sign-in and guarded changes ask for its six digits."
          : "Six digits from your phone at sign-in and before guarded changes."}
      </Row>
    </>
  );
}

function ConfirmSeed({ seed, onClose }: { seed: Seed; onClose: () => void }) {
  const [code, setCode] = useState("");
  const [problem, setProblem] = useState<Refusal | null>(null);
  const [busy, setBusy] = useState(false);
  const confirm = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    const answer = await answered(confirmAppAction({ code }));
    setBusy(false);
    if (!answer.ok) return setProblem(answer.error);
    notifications.show({ message: "Authenticator app added", color: "indigo" });
    onClose();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title="Add authenticator app"
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <form onSubmit={(event) => void confirm(event)}>
        <Stack>
          <Text size="sm">Scan this with the app. The key is shown only now.</Text>
          <Image
            src={`data:image/svg+xml;utf8,${encodeURIComponent(seed.qrSvg)}`}
            alt="QR code for your authenticator app"
            w={184}
            h={184}
            mx="auto"
            radius="sm"
          />
          <Text size="sm" style={{ overflowWrap: "anywhere" }}>
            Cannot scan? Type the key <Code>{seed.seed}</Code>
          </Text>
          <RefusalNotice title="Not confirmed" refusal={problem} />
          <TextInput
            label="Code from the app"
            inputMode="numeric"
            autoComplete="one-time-code"
            data-autofocus
            value={code}
            onChange={(event) => setCode(event.currentTarget.value)}
          />
          <FormFooter
            label="Confirm"
            isPending={busy}
            isDisabled={code.trim().length < 6}
            onCancel={onClose}
          />
        </Stack>
      </form>
    </Modal>
  );
}
