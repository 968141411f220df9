"use client";

import { Select, TextInput } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import type { Role } from "@/lib/domain/people/permissions";
import { inviteAction } from "../actions";
import { OneTimeButton } from "./one-time-dialog";
import { roleChoices, roleOption } from "./role-option";

interface Invitation extends Record<string, unknown> {
  email: string;
  role: Role;
}
const initialValues: Invitation = { email: "", role: "analyst" };

const fields = (form: UseFormReturnType<Invitation>) => (
  <>
    <TextInput
      label="E-mail address"
      type="email"
      data-autofocus
      required
      withAsterisk={false}
      {...form.getInputProps("email")}
    />
    <Select
      label="Role"
      data={roleChoices}
      renderOption={roleOption}
      allowDeselect={false}
      comboboxProps={{ shadow: "md" }}
      {...form.getInputProps("role")}
    />
  </>
);

export function InviteButton() {
  return (
    <OneTimeButton
      title="Invite person"
      confirm="Create link"
      initialValues={initialValues}
      create={(values) => inviteAction(values)}
      secretIn={(made) => made.url}
      shown={{
        title: "Send this link yourself",
        sentence: "It works once, for seven days, and is not shown again.",
      }}
      fields={fields}
    />
  );
}
