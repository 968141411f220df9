"use client";

import { Button, Group, Modal, Stack, Text, Textarea } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useRouter } from "next/navigation";
import { type ReactNode, useEffect, useState } from "react";
import { useStepUp } from "@/components/step-up/step-up";
import { approve, handOver, reject, reportDone, retry, undo, withdraw } from "../actions";
import type { CaseShape } from "./case-shape";

type Answer = { ok: true } | { ok: false; error: { code: string; message: string } };

interface Ask {
  title: string;
  sentence: string;
  label: string | null;
  button: string;
  run: (words: string) => Promise<Answer>;
  done: string;
}

interface CaseButtonsProps {
  detail: CaseShape;
  can: {
    decide: boolean;
    undo: boolean;
    report: boolean;
    withdraw: boolean;
    isRequester: boolean;
  };
}

const working = new Set(["requested", "approved", "disabling", "deleting", "deleted", "undoing"]);

/** Reads the page again while the worker moves the case. */
function useFollow(state: string): void {
  const router = useRouter();
  useEffect(() => {
    if (!working.has(state)) return;
    const timer = setInterval(() => router.refresh(), 1_500);
    return () => clearInterval(timer);
  }, [router, state]);
}

/** What may be done with the case now; each decision says what follows from it. */
export function CaseButtons({ detail, can }: CaseButtonsProps) {
  const router = useRouter();
  const withProof = useStepUp();
  const [ask, setAsk] = useState<Ask | null>(null);
  useFollow(detail.state);
  const caseId = detail.id;
  const act = async (what: Ask, words: string) => {
    setAsk(null);
    const answer = await withProof(async () => (await what.run(words)) as never);
    if ((answer as Answer).ok) notifications.show({ message: what.done, color: "indigo" });
    else if (!answer.ok)
      notifications.show({
        title: "Not done",
        message: answer.error.message,
        color: "red",
        autoClose: 12_000,
      });
    router.refresh();
  };
  const asks = asksFor(caseId, detail);
  const button = (what: Ask, look: "filled" | "default" | "danger" = "default"): ReactNode => (
    <Button
      key={what.button}
      variant={look === "filled" ? "filled" : "default"}
      color={look === "danger" ? "red.8" : undefined}
      onClick={() => setAsk(what)}
    >
      {what.button}
    </Button>
  );
  const { state } = detail;
  const mayApprove = can.decide && !(detail.otherApprover && can.isRequester);
  const mayWithdraw = ["requested", "planned", "approved", "manual"].includes(state);
  return (
    <Group gap="sm">
      {mayWithdraw && (can.decide || (can.withdraw && can.isRequester))
        ? button(asks.withdraw)
        : null}
      {state === "planned" && can.decide ? button(asks.reject) : null}
      {state === "planned" && mayApprove ? button(asks.approve, "filled") : null}
      {can.undo && (state === "watching" || (state === "stuck" && detail.step === "disable"))
        ? button(asks.undo, "filled")
        : null}
      {state === "stuck" && can.decide ? button(asks.handOver) : null}
      {state === "stuck" && can.decide ? button(asks.retry) : null}
      {state === "manual" && can.report ? button(asks.report, "filled") : null}
      {ask ? <AskDialog ask={ask} onClose={() => setAsk(null)} onAct={act} /> : null}
    </Group>
  );
}

function asksFor(caseId: string, detail: CaseShape) {
  const isSoft = detail.plan?.steps.some((step) => step.verb === "disable") ?? true;
  return {
    approve: {
      title: `Approve the offboarding of ${detail.name}`,
      sentence: isSoft
        ? `It is switched off within a minute, watched for ${detail.watchDays} days and then deleted. Until the deletion it can be given back at once.`
        : "The provider has no way to switch it off first: it is deleted within a minute, and that cannot be undone.",
      label: null,
      button: "Approve",
      run: () => approve({ caseId }),
      done: "Approved",
    },
    reject: {
      title: "Reject this request",
      sentence: "Nothing changes at the provider. The person who asked sees your reason.",
      label: "Reason",
      button: "Reject",
      run: (reason: string) => reject({ caseId, reason }),
      done: "Rejected",
    },
    withdraw: {
      title: "Withdraw this request",
      sentence: "Nothing changes at the provider.",
      label: null,
      button: "Withdraw",
      run: () => withdraw({ caseId }),
      done: "Withdrawn",
    },
    undo: {
      title: `Give ${detail.name} back`,
      sentence: "It works again within a minute, as it was before.",
      label: "Reason",
      button: "Give it back",
      run: (reason: string) => undo({ caseId, reason }),
      done: "It is being given back",
    },
    retry: {
      title: "Try again now",
      sentence: "The provider is asked again at once instead of tomorrow.",
      label: null,
      button: "Try again",
      run: () => retry({ caseId }),
      done: "It is being tried again",
    },
    handOver: {
      title: "Leave it to a person",
      sentence: "Muster makes no further call for this case. Somebody does it at the provider.",
      label: null,
      button: "Do it by hand",
      run: () => handOver({ caseId }),
      done: "Left to a person",
    },
    report: {
      title: "Report it as done",
      sentence: "The next complete sync proves it. Until then it does not count as done.",
      label: "What was done, by whom, or the ticket's number",
      button: "Report as done",
      run: (proof: string) => reportDone({ caseId, proof }),
      done: "Reported; the next complete sync proves it",
    },
  } satisfies Record<string, Ask>;
}

interface AskDialogProps {
  ask: Ask;
  onClose: () => void;
  onAct: (ask: Ask, words: string) => Promise<void>;
}

function AskDialog({ ask, onClose, onAct }: AskDialogProps) {
  const [words, setWords] = useState("");
  return (
    <Modal opened onClose={onClose} title={ask.title} closeButtonProps={{ "aria-label": "Close" }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void onAct(ask, words);
        }}
      >
        <Stack>
          <Text size="sm">{ask.sentence}</Text>
          {ask.label ? (
            <Textarea
              label={ask.label}
              required
              minLength={5}
              maxLength={1000}
              autosize
              minRows={2}
              data-autofocus
              value={words}
              onChange={(event) => setWords(event.currentTarget.value)}
            />
          ) : null}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Back
            </Button>
            <Button type="submit">{ask.button}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
