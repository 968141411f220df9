"use client";

import { Group, Stack, TextInput } from "@mantine/core";
import type { ReactNode } from "react";
import { RefusalNotice } from "@/components/answer/refusal-notice";
import { LiveForm } from "@/components/form/live-form";
import { ConfigFields } from "./config-fields";
import type { FieldSpec } from "./config-input";
import { type Config, refusalInForm } from "./form-state";
import { LeastPrivilege } from "./least-privilege";
import type { SetupTemplate } from "./setup-templates";
import type { useSourceForm } from "./use-source-form";
import classes from "./sources.module.css";

interface SourceFormProps {
  form: Omit<ReturnType<typeof useSourceForm>, "busy" | "during">;
  connector: {
    streams: readonly { name: string; title: string }[];
    leastPrivilege: { format: string; text: string };
    setup: readonly SetupTemplate[];
  };
  fields: readonly FieldSpec[];
  refusedTitle: string;
  onSubmit: () => Promise<void>;
  /** Below the fields, above the buttons. */
  children?: ReactNode;
  buttons: ReactNode;
}

/** A source's name and the fields of its connector, made from the manifest, beside the least that suffices. */
export function SourceForm(props: SourceFormProps) {
  const { form, connector, fields, refusedTitle, onSubmit, children, buttons } = props;
  const refusal = form.refusal && refusalInForm(fields, form.refusal);
  const errors = refusal?.fields ?? {};
  return (
    <div className={classes.form}>
      <LiveForm onSubmit={onSubmit}>
        <Stack gap="md">
          <TextInput
            label="Name"
            description="How this source is called in Muster."
            required
            value={form.name}
            error={errors.name}
            onChange={(event) => form.setName(event.currentTarget.value)}
          />
          <ConfigFields
            fields={fields}
            config={form.config}
            errors={errors}
            onChange={(config: Config) => form.setConfig(config)}
          />
          <RefusalNotice title={refusedTitle} refusal={refusal} />
          {children}
          <Group gap="sm">{buttons}</Group>
        </Stack>
      </LiveForm>
      <LeastPrivilege
        policy={connector.leastPrivilege}
        streams={connector.streams}
        setup={connector.setup}
        config={form.config}
      />
    </div>
  );
}
