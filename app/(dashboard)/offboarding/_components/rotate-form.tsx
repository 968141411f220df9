"use client";

import { Button, Checkbox, Group, Stack } from "@mantine/core";
import { useRouter } from "next/navigation";
import { useState } from "react";
import type { Refusal } from "@/lib/domain/answer";
import { LiveForm } from "@/components/form/live-form";
import { LocalLink as Link } from "@/components/shell/local-link";
import { thingWords } from "@/components/nhi/words";
import { Notice } from "@/components/states/notice";
import { answered } from "@/components/answer/answered";
import { rotate } from "../actions";
import classes from "./offboarding.module.css";
import { LengthField, ReasonField, RequestNotices, TargetChoices } from "./request-parts";
import { destinationKey, RotateDestination, shownOnce } from "./rotate-destination";
import {
  choiceKey,
  firstChoice,
  toldOf,
  type RotatableChoice,
  type RotatePreview,
} from "./rotate-shape";

function aboutOf({ kind, status, openCaseId, mode, overlapHours }: RotatableChoice): string {
  const what = `${thingWords(kind)}${status === "active" ? "" : `, ${status}`}`;
  if (openCaseId) return `${what} · already has an open case`;
  if (mode === "manual") return `${what} · a person does it at the provider, a sync proves it`;
  if (overlapHours === null) return `${what} · replaced in place: old and new cannot both work`;
  return `${what} · old and new work side by side for a while`;
}

interface RotateFormProps {
  preview: RotatePreview;
  chosen: string | null;
  mayConfigure: boolean;
}

/** Which credential gets a successor, where its secret goes and how long both work. */
export function RotateForm({ preview, chosen, mayConfigure }: RotateFormProps) {
  const router = useRouter();
  const usable = preview.choices.filter((one) => one.openCaseId === null);
  const [key, setKey] = useState(() =>
    firstChoice(usable, chosen ?? (usable[0] ? choiceKey(usable[0]) : "")),
  );
  const [place, setPlace] = useState(shownOnce);
  const [fields, setFields] = useState<Record<string, string>>({});
  const [reason, setReason] = useState("");
  const [hours, setHours] = useState<number | null>(null);
  const [days, setDays] = useState<number | null>(null);
  const [accepts, setAccepts] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<Refusal | null>(null);
  const choice = usable.find((one) => choiceKey(one) === key);
  if (preview.choices.length === 0) return <NothingToRotate preview={preview} />;
  const cuts = choice?.overlapHours === null;
  const isFinal = cuts || (choice?.watchDays ?? null) === null;
  const send = async () => {
    setBusy(true);
    const at = preview.destinations.find((one) => destinationKey(one) === place);
    const answer = await answered(
      rotate({
        identityId: preview.identityId,
        ...(choice?.credentialId ? { credentialId: choice.credentialId } : {}),
        reason,
        destination: at
          ? { type: "source", sourceId: at.sourceId, kind: at.kind, fields }
          : { type: "shown_once" },
        ...(hours === null || cuts ? {} : { overlapHours: hours }),
        ...(days === null || isFinal ? {} : { watchDays: days }),
        acceptsInterruption: accepts,
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
          label="What gets a successor"
          value={key}
          onChange={setKey}
          choices={preview.choices.map((one) => ({
            key: choiceKey(one),
            name: one.name,
            about: aboutOf(one),
            isOpen: one.openCaseId !== null,
          }))}
        />
        <RotateDestination
          destinations={preview.destinations}
          value={place}
          fields={fields}
          onChange={(next) => {
            setPlace(next);
            setFields({});
          }}
          onFields={setFields}
        />
        <ReasonField value={reason} onChange={setReason} />
        {choice && !cuts ? (
          <LengthField
            label="Hours without any use before the old one goes"
            description="They begin with the delivery, and again with each use. Use 0 only after a confirmed leak."
            max={2160}
            value={hours ?? choice.overlapHours ?? 72}
            onChange={setHours}
          />
        ) : null}
        {choice && !isFinal ? (
          <LengthField
            label="Days of watching before the old one is deleted"
            description="It is switched off first; until it is deleted it can be given back."
            max={90}
            value={days ?? choice.watchDays ?? 14}
            onChange={setDays}
          />
        ) : null}
        {cuts ? (
          <Checkbox
            label="I accept that whoever uses the old one is cut off until they read the new one"
            required
            checked={accepts}
            onChange={(event) => setAccepts(event.currentTarget.checked)}
          />
        ) : null}
        <RequestNotices
          preview={toldOf(preview, choice)}
          mayConfigure={mayConfigure}
          could="With a write credential of its own it could make the new one itself; without one it is a task for a person."
          failed={failed}
        />
        <Group>
          <Button type="submit" loading={busy} disabled={!choice}>
            Request rotation
          </Button>
        </Group>
      </Stack>
    </LiveForm>
  );
}

const NothingToRotate = ({ preview }: { preview: RotatePreview }) => (
  <Stack align="flex-start">
    <Notice kind="info" title="Nothing here can be rotated by Muster">
      {preview.name} has no credential that its provider lets anybody make anew through its API.
      Make a new one at the provider, then take the old one out of service here.
    </Notice>
    <Group gap="sm">
      <Button component={Link} href={`/offboarding/new?identity=${preview.identityId}`}>
        Offboard it
      </Button>
      <Button variant="default" component={Link} href={`/identities/${preview.identityId}`}>
        Back to the identity
      </Button>
    </Group>
  </Stack>
);
