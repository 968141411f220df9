"use client";

import { notifications } from "@mantine/notifications";
import { useState } from "react";
import { useStepUp } from "@/components/step-up/step-up";
import type { SentAnswer } from "@/lib/domain/answer";

/** Runs an action, with step-up where it is asked for, and says what happened. */
export function useGuarded() {
  const guarded = useStepUp();
  const [busy, setBusy] = useState<string | null>(null);
  const run = async <Result>(
    key: string,
    action: () => Promise<SentAnswer<Result>>,
    done?: string,
  ): Promise<Result | null> => {
    setBusy(key);
    try {
      const answer = await guarded(action);
      if (!answer.ok) {
        const { message } = answer.error;
        notifications.show({ title: "Not done", message, color: "red", autoClose: 12_000 });
        return null;
      }
      if (done) notifications.show({ message: done, color: "indigo" });
      return answer.result;
    } finally {
      setBusy(null);
    }
  };
  return { run, busy };
}
