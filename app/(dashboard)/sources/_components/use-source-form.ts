"use client";

import { useState } from "react";
import type { Answer, Refusal } from "@/lib/domain/answer";
import type { Config } from "./form-state";

/** What a person has typed into a source's form, what is under way, and why it was refused. */
export function useSourceForm<Busy extends string>(initial: { name: string; config: Config }) {
  const [name, setName] = useState(initial.name);
  const [config, setConfig] = useState(initial.config);
  const [busy, setBusy] = useState<Busy | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const during = async <Result>(
    what: Busy,
    work: () => Promise<Answer<Result>>,
  ): Promise<Answer<Result>> => {
    setBusy(what);
    setRefusal(null);
    try {
      const answer = await work();
      if (!answer.ok) setRefusal(answer.error);
      return answer;
    } finally {
      setBusy(null);
    }
  };
  return { name, setName, config, setConfig, busy, refusal, during };
}
