"use client";

import { notifications } from "@mantine/notifications";
import { useState } from "react";
import { useRefreshAfter } from "@/components/answer/use-refresh-after";
import { useStepUp } from "@/components/step-up/step-up";
import type { SentAnswer } from "@/lib/domain/answer";

/** Runs an action, with step-up where it is asked for, says what happened and shows the new state. Returns the result, or null. */
export function useCommand<Input, Result>(
  action: (input: Input) => Promise<SentAnswer<Result>>,
  done: string,
) {
  const refreshAfter = useRefreshAfter();
  const guarded = useStepUp();
  const [busy, setBusy] = useState(false);
  const run = async (input: Input): Promise<Result | null> => {
    setBusy(true);
    try {
      const answer = await guarded(() => action(input));
      notifications.show(
        answer.ok
          ? { message: done, color: "indigo" }
          : { title: "Not done", message: answer.error.message, color: "red", autoClose: 12_000 },
      );
      refreshAfter(answer);
      return answer.ok ? answer.result : null;
    } finally {
      setBusy(false);
    }
  };
  return { busy, run };
}
