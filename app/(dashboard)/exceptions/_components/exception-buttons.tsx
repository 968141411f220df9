"use client";

import { Button, Group, Modal, Stack, Text, Textarea } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useState } from "react";
import { RefusalNotice } from "@/components/answer/refusal-notice";
import type { Refusal } from "@/lib/domain/answer";
import { useRefreshAfter } from "@/components/answer/use-refresh-after";
import { FormFooter } from "@/components/form/form-footer";
import { useStepUp } from "@/components/step-up/step-up";
import type { ExceptionState } from "@/lib/domain/lifecycle/exception";
import { approve, reject, withdraw } from "../actions";

interface ExceptionButtonsProps {
  detail: { id: string; state: ExceptionState; endsAt: string };
  can: { decide: boolean; approve: boolean; withdraw: boolean };
}

type Verb = "approve" | "reject" | "withdraw" | "end";

const asks: Record<Verb, { title: string; sentence: string; button: string; done: string }> = {
  approve: {
    title: "Approve this exception",
    sentence:
      "The controls are checked again now. What it covers shows as excepted until its last day, then it opens again by itself.",
    button: "Approve",
    done: "Approved",
  },
  reject: {
    title: "Reject this request",
    sentence: "The finding stays open. The person who asked sees your reason.",
    button: "Reject",
    done: "Rejected",
  },
  withdraw: {
    title: "Withdraw this request",
    sentence: "Nothing was excepted yet. To ask again somebody has to begin anew.",
    button: "Withdraw",
    done: "Withdrawn",
  },
  end: {
    title: "End this exception",
    sentence: "What it covers is open again at once. To except it again somebody has to ask anew.",
    button: "End it now",
    done: "Ended; what it covered is open again",
  },
};

/** What may be done with the exception now. */
export function ExceptionButtons({ detail, can }: ExceptionButtonsProps) {
  const [verb, setVerb] = useState<Verb | null>(null);
  const { state } = detail;
  const waits = state === "requested";
  const mayEnd = can.withdraw && ["requested", "approved", "active", "expiring"].includes(state);
  return (
    <Group gap="sm">
      {mayEnd ? (
        <Button variant="default" onClick={() => setVerb(waits ? "withdraw" : "end")}>
          {waits ? "Withdraw" : "End it now"}
        </Button>
      ) : null}
      {waits && can.decide ? (
        <Button variant="default" onClick={() => setVerb("reject")}>
          Reject
        </Button>
      ) : null}
      {waits && can.approve ? <Button onClick={() => setVerb("approve")}>Approve</Button> : null}
      {verb ? <Ask verb={verb} exceptionId={detail.id} onClose={() => setVerb(null)} /> : null}
    </Group>
  );
}

interface AskProps {
  verb: Verb;
  exceptionId: string;
  onClose: () => void;
}

function Ask({ verb, exceptionId, onClose }: AskProps) {
  const refreshAfter = useRefreshAfter();
  const withProof = useStepUp();
  const [reason, setReason] = useState("");
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<Refusal | null>(null);
  const ask = asks[verb];
  const act = async () => {
    setBusy(true);
    const answer = await withProof(() =>
      verb === "approve"
        ? approve({ exceptionId })
        : (verb === "reject" ? reject : withdraw)({ exceptionId, reason }),
    );
    setBusy(false);
    refreshAfter(answer);
    if (!answer.ok) return setFailed(answer.error);
    notifications.show({ message: ask.done, color: "indigo" });
    onClose();
  };
  return (
    <Modal opened onClose={onClose} title={ask.title} closeButtonProps={{ "aria-label": "Close" }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void act();
        }}
      >
        <Stack>
          <Text size="sm">{ask.sentence}</Text>
          {verb === "approve" ? null : (
            <Textarea
              label="Reason"
              required
              minLength={5}
              maxLength={1000}
              autosize
              minRows={2}
              data-autofocus
              value={reason}
              onChange={(event) => setReason(event.currentTarget.value)}
            />
          )}
          <RefusalNotice title="Not done" refusal={failed} />
          <FormFooter label={ask.button} isPending={busy} cancelLabel="Back" onCancel={onClose} />
        </Stack>
      </form>
    </Modal>
  );
}
