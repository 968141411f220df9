"use client";

import {
  Checkbox,
  Group,
  NumberInput,
  PasswordInput,
  Select,
  Stack,
  TextInput,
} from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { noticeCatalogue } from "@/lib/domain/notices/catalogue";
import { type ChannelKind, choosableEvents } from "@/lib/domain/notices/channel-config";
import type { ChannelValues } from "./channel-values";

type Form = UseFormReturnType<ChannelValues>;

const securities = [
  { value: "starttls", label: "STARTTLS, insisted on (587)" },
  { value: "tls", label: "TLS from the start (465)" },
  { value: "none", label: "No encryption; no password is sent" },
];

export function MailFields({ form, keepsPassword }: { form: Form; keepsPassword: boolean }) {
  return (
    <>
      <Group gap="sm" align="flex-start" wrap="nowrap">
        <TextInput
          label="Mail server"
          placeholder="smtp.example.com"
          required
          withAsterisk={false}
          style={{ flex: 1 }}
          {...form.getInputProps("host")}
        />
        <NumberInput
          label="Port"
          min={1}
          max={65_535}
          allowDecimal={false}
          hideControls
          w={90}
          {...form.getInputProps("port")}
        />
      </Group>
      <Select
        label="Encryption"
        data={securities}
        allowDeselect={false}
        comboboxProps={{ shadow: "md" }}
        {...form.getInputProps("security")}
      />
      <TextInput label="User" autoComplete="off" {...form.getInputProps("user")} />
      <PasswordInput
        label="Password"
        autoComplete="new-password"
        placeholder={keepsPassword ? "Kept as it is" : ""}
        {...form.getInputProps("password")}
      />
      <TextInput
        label="Sender"
        placeholder="muster@example.com"
        required
        withAsterisk={false}
        {...form.getInputProps("from")}
      />
    </>
  );
}

const addressHints: Partial<Record<ChannelKind, string>> = {
  slack:
    "The incoming webhook's address. It is a secret: Muster seals it and never shows it again.",
  teams:
    "The Workflows webhook's address. It is a secret: Muster seals it and never shows it again.",
  webhook: "Each call is a POST, signed as Standard Webhooks describes.",
};

export function AddressField({ form, isChange }: { form: Form; isChange: boolean }) {
  return (
    <TextInput
      label="Address"
      description={addressHints[form.values.kind]}
      placeholder={isChange ? "Kept as it is" : "https://"}
      required={!isChange}
      withAsterisk={false}
      autoComplete="off"
      {...form.getInputProps("url")}
    />
  );
}

const groups = [...new Set(choosableEvents.map((event) => noticeCatalogue[event].group))];

export function EventFields({ form }: { form: Form }) {
  return (
    <Checkbox.Group label="What it is told" {...form.getInputProps("events")}>
      <Stack gap="md" mt={6}>
        {groups.map((group) => (
          <Stack key={group} gap={8} component="fieldset" m={0} p={0} bd="none" aria-label={group}>
            {choosableEvents
              .filter((event) => noticeCatalogue[event].group === group)
              .map((event) => (
                <Checkbox key={event} value={event} label={noticeCatalogue[event].label} />
              ))}
          </Stack>
        ))}
      </Stack>
    </Checkbox.Group>
  );
}
