"use client";

import { Button, Stack } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useState } from "react";
import {
  EmailField,
  enter,
  FormHead,
  NameField,
  NewPasswordField,
} from "@/app/(auth)/_components/form-parts";
import { passwordProblem } from "@/lib/domain/people/password-rule";
import { answered } from "@/components/answer/answered";
import { completeSetupAction } from "../actions";

export function SetupForm({ token }: { token: string }) {
  const [problem, setProblem] = useState<string | null>(null);
  const form = useForm({
    initialValues: { name: "", email: "", password: "" },
    validate: { password: (value, all) => passwordProblem(value, all.email) },
  });
  const submit = form.onSubmit(async (values) => {
    setProblem(null);
    const answer = await answered(completeSetupAction({ ...values, token }));
    if (answer.ok) return enter(values.email, values.password);
    if (answer.error.fields) form.setErrors(answer.error.fields);
    setProblem(answer.error.message);
  });
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <FormHead
          title="Create the first administrator"
          sentence="This link works once. Further people are invited in Settings."
          problem={problem}
        />
        <NameField field={form.getInputProps("name")} />
        <EmailField field={form.getInputProps("email")} />
        <NewPasswordField field={form.getInputProps("password")} />
        <Button type="submit" size="md" loading={form.submitting} fullWidth>
          Create administrator
        </Button>
      </Stack>
    </form>
  );
}
