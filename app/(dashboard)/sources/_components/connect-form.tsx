"use client";

import { Button } from "@mantine/core";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { answered } from "@/components/answer/answered";
import { check, connect } from "../actions";
import { type CheckAnswer, CheckResult } from "./check-result";
import type { FieldSpec } from "./config-input";
import { type Config, initialConfig, sentConfig } from "./form-state";
import type { SetupTemplate } from "./setup-templates";
import { SourceForm } from "./source-form";
import { useSourceForm } from "./use-source-form";

interface ConnectFormProps {
  connector: {
    id: string;
    name: string;
    fields: readonly FieldSpec[];
    streams: readonly { name: string; title: string }[];
    leastPrivilege: { format: string; text: string };
    setup: readonly SetupTemplate[];
    schedulable: boolean;
  };
  /** What the server made up for this form. */
  generated: Readonly<Record<string, string>>;
}

/** The form of a connector, made from its manifest; what it may not read is named before it is kept. */
export function ConnectForm({ connector, generated }: ConnectFormProps) {
  const router = useRouter();
  const { busy, during, ...form } = useSourceForm<"check" | "connect">({
    name: connector.name,
    config: { ...initialConfig(connector.fields), ...generated },
  });
  const [checked, setChecked] = useState<{ answer: CheckAnswer; of: Config } | null>(null);
  const input = { connectorId: connector.id, config: sentConfig(connector.fields, form.config) };
  const runCheck = async () => {
    setChecked(null);
    const answer = await during("check", () => answered(check(input)));
    if (answer.ok) setChecked({ answer: answer.result, of: form.config });
  };
  const save = async () => {
    const { name } = form;
    setChecked(null);
    const answer = await during("connect", () =>
      answered(connect({ ...input, name, syncNow: connector.schedulable })),
    );
    if (answer.ok) router.push(`/sources/${answer.result.sourceId}`);
  };
  return (
    <SourceForm
      form={form}
      connector={connector}
      fields={connector.fields}
      refusedTitle="Not connected"
      onSubmit={save}
      buttons={
        <>
          <Button type="submit" loading={busy === "connect"}>
            {connector.schedulable ? "Connect and sync" : "Continue to the files"}
          </Button>
          {connector.schedulable ? (
            <Button variant="default" loading={busy === "check"} onClick={() => void runCheck()}>
              Check connection
            </Button>
          ) : null}
        </>
      }
    >
      {checked?.of === form.config ? <CheckResult answer={checked.answer} /> : null}
    </SourceForm>
  );
}
