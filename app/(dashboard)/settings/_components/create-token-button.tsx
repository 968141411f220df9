"use client";

import { Checkbox, Select, Stack, TextInput } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import type { TokenScope } from "@/lib/domain/people/permissions";
import { createTokenAction } from "../actions";
import { OneTimeButton } from "./one-time-dialog";
import { scopeWords } from "./scope-words";

const days = ["7", "30", "90", "365"].map((value) => ({ value, label: `${value} days` }));
interface NewToken extends Record<string, unknown> {
  name: string;
  scopes: TokenScope[];
  days: string;
}
const initialValues: NewToken = { name: "", scopes: ["read"], days: "30" };

const fields = (form: UseFormReturnType<NewToken>) => (
  <>
    <TextInput
      label="What it is for"
      placeholder="Nightly export"
      data-autofocus
      required
      withAsterisk={false}
      {...form.getInputProps("name")}
    />
    <Checkbox.Group label="Scopes" {...form.getInputProps("scopes")}>
      <Stack gap={10} mt={6}>
        {Object.entries(scopeWords).map(([value, { label, sentence }]) => (
          <Checkbox key={value} value={value} label={label} description={sentence} />
        ))}
      </Stack>
    </Checkbox.Group>
    <Select
      label="Ends after"
      data={days}
      allowDeselect={false}
      comboboxProps={{ shadow: "md" }}
      {...form.getInputProps("days")}
    />
  </>
);

export function CreateTokenButton() {
  return (
    <OneTimeButton
      title="Create token"
      confirm="Create token"
      initialValues={initialValues}
      create={(values) => createTokenAction({ ...values, days: Number(values.days) })}
      secretIn={(made) => made.token}
      shown={{
        title: "Copy the token now",
        sentence: "Muster keeps only its hash and cannot show it again.",
      }}
      fields={fields}
    />
  );
}
