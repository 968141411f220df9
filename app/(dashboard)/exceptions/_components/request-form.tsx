"use client";

import { Button, Checkbox, Group, Radio, Stack, Textarea, TextInput } from "@mantine/core";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { RefusalNotice } from "@/components/answer/refusal-notice";
import type { Refusal } from "@/lib/domain/answer";
import { LiveForm } from "@/components/form/live-form";
import { dayMs } from "@/lib/domain/days";
import type { ControlKind } from "@/lib/domain/policy/controls";
import type { ExceptionPreview } from "@/lib/use-cases/exceptions/preview-exception";
import { answered } from "@/components/answer/answered";
import { request } from "../actions";
import { ControlChoice } from "./control-choice";
import classes from "./exceptions.module.css";
import { RequestNotices } from "./request-notices";

interface RequestFormProps {
  preview: ExceptionPreview;
  /** ISO day in UTC. */
  today: string;
}

const addDays = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * dayMs).toISOString().slice(0, 10);

/** What, why, under which controls and until when. */
export function RequestForm({ preview, today }: RequestFormProps) {
  const router = useRouter();
  const latest = addDays(today, preview.exceptionDays);
  const [scope, setScope] = useState("finding");
  const [reason, setReason] = useState("");
  const [controls, setControls] = useState<ControlKind[]>([]);
  const [note, setNote] = useState("");
  const [until, setUntil] = useState(addDays(today, Math.min(preview.exceptionDays, 14)));
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<Refusal | null>(null);
  const send = async () => {
    setBusy(true);
    const target =
      scope === "finding" && preview.findingId
        ? { findingId: preview.findingId }
        : { identityId: preview.identity.id, ruleId: preview.ruleId };
    const endsAt = `${until}T00:00:00.000Z`;
    const answer = await answered(
      request({
        ...target,
        reason,
        controls,
        ...(controls.includes("other") ? { controlsNote: note } : {}),
        endsAt,
      }),
    );
    if (answer.ok) return router.push(`/exceptions/${answer.result.exceptionId}`);
    setBusy(false);
    setFailed(answer.error);
    return undefined;
  };
  return (
    <LiveForm className={classes.form} onSubmit={() => send()}>
      <Stack gap="lg">
        <RequestNotices preview={preview} />
        <Radio.Group label="What is excepted" value={scope} onChange={setScope}>
          <Stack gap="sm" mt="xs">
            <Radio value="finding" label="This finding" />
            <Radio
              value="rule"
              label="All that this rule finds at this identity"
              description="Also what it finds only later, for as long as the exception lasts."
            />
          </Stack>
        </Radio.Group>
        <Textarea
          label="Reason"
          description="Why it cannot be fixed in time. Whoever approves reads it."
          required
          minLength={5}
          maxLength={1000}
          autosize
          minRows={2}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Checkbox.Group
          label="Compensating controls"
          description="At least one. Each is checked against the facts now, and again when somebody approves."
          value={controls}
          onChange={(next) => setControls(next)}
        >
          <Stack gap="sm" mt="xs">
            {preview.checks.map((check) => (
              <ControlChoice key={check.control} check={check} />
            ))}
          </Stack>
        </Checkbox.Group>
        {controls.includes("other") ? (
          <Textarea
            label="The other control"
            required
            maxLength={1000}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
        ) : null}
        <TextInput
          type="date"
          label="Ends on"
          description={`At 00:00 UTC. The policy allows at most ${preview.exceptionDays} days: until ${latest}.`}
          required
          min={addDays(today, 1)}
          max={latest}
          value={until}
          onChange={(event) => setUntil(event.currentTarget.value)}
        />
        <RefusalNotice title="Not requested" refusal={failed} />
        <Group>
          <Button
            type="submit"
            loading={busy}
            disabled={controls.length === 0 || preview.pendingId !== null || preview.isResolved}
          >
            Ask for the exception
          </Button>
        </Group>
      </Stack>
    </LiveForm>
  );
}
