"use client";

import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useState } from "react";
import { useRefreshAfter } from "@/components/answer/use-refresh-after";
import { useStepUp } from "@/components/step-up/step-up";
import { restore } from "../actions";

/** An old document as a new version. */
export function RestorePolicy({ number, basedOn }: { number: number; basedOn: number }) {
  const refreshAfter = useRefreshAfter();
  const withProof = useStepUp();
  const [busy, setBusy] = useState(false);
  const act = async () => {
    const reason = `Back to version ${number}`;
    setBusy(true);
    const answer = await withProof(() => restore({ number, basedOn, reason }));
    setBusy(false);
    if (answer.ok)
      notifications.show({
        message: `Version ${answer.result.number} is in force`,
        color: "indigo",
      });
    else notifications.show({ title: "Not done", message: answer.error.message, color: "red" });
    refreshAfter(answer);
  };
  return (
    <Button
      variant="default"
      size="compact-sm"
      loading={busy}
      onClick={() => {
        void act();
      }}
    >
      Bring back version {number}
    </Button>
  );
}
