"use client";

import { Button, Group, Stack, TextInput } from "@mantine/core";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { LiveForm } from "@/components/form/live-form";
import { Notice } from "@/components/states/notice";
import { check, connect } from "../actions";
import { type CheckAnswer, CheckResult } from "./check-result";
import { ConfigFields } from "./config-fields";
import type { FieldSpec } from "./config-input";
import { type Config, initialConfig, sentConfig } from "./form-state";
import { LeastPrivilege } from "./least-privilege";
import type { SetupTemplate } from "./setup-templates";
import classes from "./sources.module.css";

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
  const [name, setName] = useState(connector.name);
  const [config, setConfig] = useState<Config>(() => ({
    ...initialConfig(connector.fields),
    ...generated,
  }));
  const [busy, setBusy] = useState<"check" | "connect" | null>(null);
  const [checked, setChecked] = useState<CheckAnswer | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  const [fields, setFields] = useState<Record<string, string>>({});
  const input = { connectorId: connector.id, config: sentConfig(connector.fields, config) };
  const refused = (error: { message: string; fields?: Record<string, string> }) => {
    setFailed(error.message);
    setFields(error.fields ?? {});
  };
  const begin = (what: "check" | "connect") => {
    setBusy(what);
    setFailed(null);
    setFields({});
  };
  const runCheck = async () => {
    begin("check");
    const answer = await check(input);
    if (answer.ok) setChecked(answer.result);
    else refused(answer.error);
    setBusy(null);
  };
  const save = async () => {
    begin("connect");
    const answer = await connect({ ...input, name, syncNow: connector.schedulable });
    setBusy(null);
    if (answer.ok) router.push(`/sources/${answer.result.sourceId}`);
    else refused(answer.error);
  };
  return (
    <div className={classes.form}>
      <LiveForm onSubmit={() => save()}>
        <Stack gap="md">
          <TextInput
            label="Name"
            description="How this source is called in Muster."
            required
            value={name}
            error={fields.name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <ConfigFields
            fields={connector.fields}
            config={config}
            errors={fields}
            onChange={setConfig}
          />
          {failed ? (
            <Notice kind="error" title="Not connected">
              {failed}
            </Notice>
          ) : null}
          {checked ? <CheckResult answer={checked} /> : null}
          <Group gap="sm">
            <Button type="submit" loading={busy === "connect"}>
              {connector.schedulable ? "Connect and sync" : "Continue to the files"}
            </Button>
            {connector.schedulable ? (
              <Button variant="default" loading={busy === "check"} onClick={() => void runCheck()}>
                Check connection
              </Button>
            ) : null}
          </Group>
        </Stack>
      </LiveForm>
      <LeastPrivilege
        policy={connector.leastPrivilege}
        streams={connector.streams}
        setup={connector.setup}
        config={config}
      />
    </div>
  );
}
