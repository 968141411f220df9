"use client";

import { Button, Group, Textarea } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { RefusalNotice } from "@/components/answer/refusal-notice";
import type { Refusal } from "@/lib/domain/answer";
import { useStepUp } from "@/components/step-up/step-up";
import type { PolicyDocument } from "@/lib/domain/policy/policy";
import { activate } from "../actions";

interface ActivatePolicyProps {
  document: PolicyDocument;
  basedOn: number;
  differences: number;
}

/** Brings what was looked at into force, with a reason that history keeps. */
export function ActivatePolicy({ document, basedOn, differences }: ActivatePolicyProps) {
  const router = useRouter();
  const withProof = useStepUp();
  const [reason, setReason] = useState("");
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<Refusal | null>(null);
  const act = async () => {
    setBusy(true);
    const answer = await withProof(() => activate({ document, reason, basedOn }));
    setBusy(false);
    if (!answer.ok) return setFailed(answer.error);
    notifications.show({
      message: `Version ${answer.result.number} is in force; every identity is judged again`,
      color: "indigo",
    });
    return router.refresh();
  };
  return (
    <>
      <Textarea
        mt="lg"
        label="Reason"
        description={`${differences === 1 ? "One limit differs" : `${differences} limits differ`}. History keeps the reason; an old version can be brought back.`}
        maxLength={1000}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <RefusalNotice title="Not in force" refusal={failed} />
      <Group mt="sm">
        <Button
          loading={busy}
          disabled={reason.trim().length < 5}
          onClick={() => {
            void act();
          }}
        >
          Bring version {basedOn + 1} into force
        </Button>
      </Group>
    </>
  );
}
