"use client";

import { Anchor, Button, Group, NumberInput, Radio, Stack, Textarea } from "@mantine/core";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { LocalLink as Link } from "@/components/shell/local-link";
import { Notice } from "@/components/states/notice";
import { thingWords } from "@/components/nhi/words";
import { request } from "../actions";
import classes from "./offboarding.module.css";

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
const keyOf = (choice: Choice): string => choice.credentialId ?? whole;

function aboutOf(choice: Choice): string {
  const status = choice.status === "active" ? "" : `, ${choice.status}`;
  if (choice.openCaseId) return `${thingWords(choice.kind)}${status} · already being offboarded`;
  const how =
    choice.mode === "manual"
      ? "a person does it at the provider, a sync proves it"
      : choice.watchDays === null
        ? "deleted at once; the provider has no step that can be undone"
        : "switched off first, deleted after a watch";
  return `${thingWords(choice.kind)}${status} · ${how}`;
}

/** What to take out of service, why, and how long to watch it. */
export function RequestForm({ preview, chosen, mayConfigure }: RequestFormProps) {
  const router = useRouter();
  const usable = preview.choices.filter((choice) => choice.openCaseId === null);
  const first = usable.find((choice) => keyOf(choice) === chosen) ?? usable[0];
  const [key, setKey] = useState(first ? keyOf(first) : whole);
  const choice = preview.choices.find((one) => keyOf(one) === key);
  const [reason, setReason] = useState("");
  const [days, setDays] = useState<number | null>(null);
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<string | null>(null);
  const watchDays = days ?? choice?.watchDays ?? 14;
  const send = async () => {
    setBusy(true);
    const answer = await request({
      identityId: preview.identityId,
      reason,
      watchDays,
      ...(key === whole ? {} : { credentialId: key }),
    });
    if (answer.ok) return router.push(`/offboarding/${answer.result.caseId}`);
    setBusy(false);
    setFailed(answer.error.message);
    return undefined;
  };
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <Stack gap="lg">
        <Radio.Group label="What goes" value={key} onChange={setKey} required>
          <Stack gap="sm" mt="xs">
            {preview.choices.map((one) => (
              <Radio
                key={keyOf(one)}
                value={keyOf(one)}
                label={one.name}
                description={aboutOf(one)}
                disabled={one.openCaseId !== null}
              />
            ))}
          </Stack>
        </Radio.Group>
        <Textarea
          label="Reason"
          description="Whoever approves reads it, and the receipt keeps it."
          required
          minLength={5}
          maxLength={1000}
          autosize
          minRows={2}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        {choice?.mode === "provider" && choice.watchDays !== null ? (
          <NumberInput
            label="Days of watching before the deletion"
            description="It can be given back at once during these days. Use 0 only after a confirmed leak."
            min={0}
            max={90}
            value={watchDays}
            onChange={(next) => setDays(next === "" ? null : Number(next))}
          />
        ) : null}
        {preview.couldAct ? (
          <Notice
            kind="info"
            title={`Muster can only read ${preview.source.name}`}
            action={
              mayConfigure ? (
                <Anchor component={Link} href={`/sources/${preview.source.id}/actions`}>
                  Add a write credential
                </Anchor>
              ) : null
            }
          >
            With a write credential of its own it could switch this off and back on itself.
          </Notice>
        ) : null}
        {preview.otherApprover ? (
          <Notice kind="info" title="Two people decide">
            The policy asks for two people here: somebody other than you approves.
          </Notice>
        ) : null}
        {failed ? (
          <Notice kind="error" title="Not requested">
            {failed}
          </Notice>
        ) : null}
        <Group>
          <Button type="submit" loading={busy} disabled={!choice || choice.openCaseId !== null}>
            Request offboarding
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
