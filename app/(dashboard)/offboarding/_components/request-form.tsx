"use client";

import { Button, Group, Stack } from "@mantine/core";
import { useRouter } from "next/navigation";
import { useState } from "react";
import type { Refusal } from "@/lib/domain/answer";
import { LiveForm } from "@/components/form/live-form";
import { thingWords } from "@/components/nhi/words";
import { answered } from "@/components/answer/answered";
import { request } from "../actions";
import classes from "./offboarding.module.css";
import { choiceKey, firstChoice, toldOf } from "./rotate-shape";
import { LengthField, ReasonField, RequestNotices, TargetChoices } from "./request-parts";

interface Choice {
  credentialId: string | null;
  name: string;
  kind: string;
  status: string;
  mode: "provider" | "manual";
  watchDays: number | null;
  openCaseId: string | null;
}

interface RequestFormProps {
  preview: {
    identityId: string;
    name: string;
    source: { id: string; name: string };
    couldAct: boolean;
    otherApprover: boolean;
    choices: Choice[];
  };
  chosen: string | null;
  mayConfigure: boolean;
}

const whole = "identity";

function aboutOf(choice: Choice): string {
  const status = choice.status === "active" ? "" : `, ${choice.status}`;
  if (choice.openCaseId) return `${thingWords(choice.kind)}${status} · already being offboarded`;
  const how =
    choice.mode === "manual"
      ? "a person does it at the provider, a sync proves it"
      : choice.watchDays === null
        ? "its owner is asked, then it is deleted; the provider cannot switch it off first"
        : "switched off first, deleted after a watch";
  return `${thingWords(choice.kind)}${status} · ${how}`;
}

/** What to take out of service, why, and how long to watch it. */
export function RequestForm({ preview, chosen, mayConfigure }: RequestFormProps) {
  const router = useRouter();
  const [key, setKey] = useState(() => firstChoice(preview.choices, chosen ?? whole));
  const choice = preview.choices.find((one) => choiceKey(one) === key);
  const [reason, setReason] = useState("");
  const [days, setDays] = useState<number | null>(null);
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<Refusal | null>(null);
  const watchDays = days ?? choice?.watchDays ?? 14;
  const send = async () => {
    setBusy(true);
    const answer = await answered(
      request({
        identityId: preview.identityId,
        reason,
        watchDays,
        ...(key === whole ? {} : { credentialId: key }),
      }),
    );
    if (answer.ok) return router.push(`/offboarding/${answer.result.caseId}`);
    setBusy(false);
    setFailed(answer.error);
    return undefined;
  };
  return (
    <LiveForm className={classes.form} onSubmit={() => send()}>
      <Stack gap="lg">
        <TargetChoices
          label="What goes"
          value={key}
          onChange={setKey}
          choices={preview.choices.map((one) => ({
            key: choiceKey(one),
            name: one.name,
            about: aboutOf(one),
            isOpen: one.openCaseId !== null,
          }))}
        />
        <ReasonField value={reason} onChange={setReason} />
        {choice?.mode === "provider" && choice.watchDays !== null ? (
          <LengthField
            label="Days of watching before the deletion"
            description="It can be given back at once during these days. Use 0 only after a confirmed leak."
            max={90}
            value={watchDays}
            onChange={setDays}
          />
        ) : null}
        <RequestNotices
          preview={toldOf(preview, choice)}
          mayConfigure={mayConfigure}
          could="With a write credential of its own it could switch this off and back on itself."
          failed={failed}
        />
        <Group>
          <Button type="submit" loading={busy} disabled={!choice || choice.openCaseId !== null}>
            Request offboarding
          </Button>
        </Group>
      </Stack>
    </LiveForm>
  );
}
