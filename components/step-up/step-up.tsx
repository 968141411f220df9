"use client";

import dynamic from "next/dynamic";
import { createContext, type ReactNode, useCallback, useContext, useState } from "react";
import type { Answer, SentAnswer } from "@/lib/domain/answer";
import { answered } from "../answer/answered";
import type { StepUpActions } from "./step-up-dialog";

const StepUpDialog = dynamic(() => import("./step-up-dialog"), { ssr: false });

type Guarded = <Result>(action: () => Promise<SentAnswer<Result>>) => Promise<Answer<Result>>;

interface Pending {
  again: () => void;
  cancel: () => void;
}

const GuardedContext = createContext<Guarded>((action) => answered(action()));

/**
 * Runs an action that may answer `step_up_required`: then asks for the proof and runs the action
 * again. Whoever gives up gets the refusal.
 */
export const useStepUp = (): Guarded => useContext(GuardedContext);

/** Holds the one step-up dialog of the application. */
export function StepUpProvider({
  actions,
  children,
}: {
  actions: StepUpActions;
  children: ReactNode;
}) {
  const [pending, setPending] = useState<Pending | null>(null);
  const guarded: Guarded = useCallback(async (action) => {
    const answer = await answered(action());
    if (answer.ok || answer.error.code !== "step_up_required") return answer;
    return new Promise((resolve, reject) => {
      setPending({
        again: () => void answered(action()).then(resolve, reject),
        cancel: () => resolve(answer),
      });
    });
  }, []);
  const close = (next: "again" | "cancel") => {
    pending?.[next]();
    setPending(null);
  };
  return (
    <GuardedContext value={guarded}>
      {children}
      {pending ? (
        <StepUpDialog
          actions={actions}
          onProven={() => close("again")}
          onCancel={() => close("cancel")}
        />
      ) : null}
    </GuardedContext>
  );
}
