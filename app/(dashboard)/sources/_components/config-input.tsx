"use client";

import { NumberInput, PasswordInput, Select, Switch, Textarea, TextInput } from "@mantine/core";
import { GeneratedInput } from "./generated-input";
import { ListInput } from "./list-input";

export interface FieldSpec {
  name: string;
  label: string;
  help: string;
  input: string;
  options?: readonly { value: string; label: string }[];
  placeholder?: string;
  required: boolean;
  startsOn?: true;
  when?: { field: string; is: readonly string[] };
}

interface ConfigInputProps {
  field: FieldSpec;
  value: unknown;
  error?: string | undefined;
  onChange: (value: unknown) => void;
}

const asText = (value: unknown) => (typeof value === "string" ? value : "");

/** One field of a connector's form, drawn from its manifest. Secrets are never filled in again. */
export function ConfigInput({ field, value, error, onChange }: ConfigInputProps) {
  const common = {
    label: field.label,
    description: field.help,
    placeholder: field.placeholder,
    required: field.required,
    error,
  };
  switch (field.input) {
    case "secret":
      return (
        <PasswordInput
          {...common}
          autoComplete="off"
          value={asText(value)}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    case "multiline-secret":
      return (
        <Textarea
          {...common}
          autosize
          minRows={4}
          maxRows={10}
          autoComplete="off"
          spellCheck={false}
          value={asText(value)}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    case "number":
      return (
        <NumberInput
          {...common}
          value={typeof value === "number" ? value : ""}
          onChange={(next) => onChange(next === "" ? undefined : Number(next))}
        />
      );
    case "select":
      return (
        <Select
          {...common}
          allowDeselect={!field.required}
          data={[...(field.options ?? [])]}
          value={asText(value) || null}
          onChange={(next) => onChange(next ?? undefined)}
        />
      );
    case "switch":
      return (
        <Switch
          label={field.label}
          description={field.help}
          checked={value === true}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
      );
    case "generated":
      return <GeneratedInput {...common} value={asText(value)} onChange={onChange} />;
    case "list":
      return (
        <ListInput
          {...common}
          description={`${field.help} One a line.`}
          value={Array.isArray(value) ? value : []}
          onChange={onChange}
        />
      );
    default:
      return (
        <TextInput
          {...common}
          value={asText(value)}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
  }
}
