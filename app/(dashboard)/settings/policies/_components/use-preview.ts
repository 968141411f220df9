"use client";

import { useRef, useState } from "react";
import type { PolicyDocument } from "@/lib/domain/policy/policy";
import type { PolicyPreview } from "@/lib/use-cases/policies/preview-policy";

type State =
  | { at: "idle" }
  | { at: "running" }
  | { at: "failed"; message: string }
  | { at: "done"; preview: PolicyPreview; document: PolicyDocument };

/** Asks what a document would change; asking again or cancelling drops the answer under way. */
export function usePreview() {
  const [state, setState] = useState<State>({ at: "idle" });
  const running = useRef<AbortController | null>(null);
  const cancel = () => {
    running.current?.abort();
    setState({ at: "idle" });
  };
  const ask = async (document: PolicyDocument) => {
    running.current?.abort();
    const mine = new AbortController();
    running.current = mine;
    setState({ at: "running" });
    try {
      const answer = await fetch("/api/v1/policies/preview", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ document }),
        signal: mine.signal,
      });
      const body = (await answer.json()) as PolicyPreview & { error?: { message: string } };
      if (answer.ok) setState({ at: "done", preview: body, document });
      else setState({ at: "failed", message: body.error?.message ?? "The server refused it." });
    } catch {
      if (!mine.signal.aborted)
        setState({
          at: "failed",
          message: "The server could not be reached. Nothing was changed.",
        });
    }
  };
  return { state, ask, cancel };
}
