"use client";

import { Button, Stack } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useState } from "react";
import { enter, FormHead, NameField, NewPasswordField } from "@/app/(auth)/_components/form-parts";
import { passwordProblem } from "@/lib/domain/people/password-rule";
import { answered } from "@/components/answer/answered";
import { acceptInvitationAction } from "../actions";

interface InvitationFormProps {
  token: string;
  email: string;
  role: string;
}

export function InvitationForm({ token, email, role }: InvitationFormProps) {
  const [problem, setProblem] = useState<string | null>(null);
  const form = useForm({
    initialValues: { name: "", password: "" },
    validate: { password: (value) => passwordProblem(value, email) },
  });
  const submit = form.onSubmit(async (values) => {
    setProblem(null);
    const answer = await answered(acceptInvitationAction({ ...values, token }));
    if (answer.ok) return enter(email, values.password);
    if (answer.error.fields) form.setErrors(answer.error.fields);
    setProblem(answer.error.message);
  });
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <FormHead
          title="Join Muster"
          sentence={`${email} · ${role}. This link works once.`}
          problem={problem}
        />
        <NameField field={form.getInputProps("name")} />
        <NewPasswordField field={form.getInputProps("password")} />
        <Button type="submit" size="md" loading={form.submitting} fullWidth>
          Join
        </Button>
      </Stack>
    </form>
  );
}
