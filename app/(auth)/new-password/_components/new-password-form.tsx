"use client";

import { Button, Stack } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useState } from "react";
import { FormHead, NewPasswordField } from "@/app/(auth)/_components/form-parts";
import { answered } from "@/components/answer/answered";
import { passwordProblem } from "@/lib/domain/people/password-rule";
import { setPasswordAction } from "../actions";

export function NewPasswordForm({ token, email }: { token: string; email: string }) {
  const [problem, setProblem] = useState<string | null>(null);
  const [isDone, setDone] = useState(false);
  const form = useForm({
    initialValues: { password: "" },
    validate: { password: (value) => passwordProblem(value, email) },
  });
  const submit = form.onSubmit(async ({ password }) => {
    setProblem(null);
    const answer = await answered(setPasswordAction({ token, password }));
    if (answer.ok) return setDone(true);
    if (answer.error.fields) form.setErrors(answer.error.fields);
    setProblem(answer.error.message);
  });
  if (isDone) return <PasswordSet />;
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <FormHead
          title="Choose a new password"
          sentence={`${email}. This link works once.`}
          problem={problem}
        />
        <NewPasswordField field={form.getInputProps("password")} />
        <Button type="submit" size="md" loading={form.submitting} fullWidth>
          Set password
        </Button>
      </Stack>
    </form>
  );
}

const PasswordSet = () => (
  <Stack gap="md">
    <FormHead
      title="Your password is set"
      sentence="You were signed out everywhere. Sign in with the new password; if you have a second factor, it is asked for as before."
    />
    <Button component="a" href="/sign-in" size="md" fullWidth>
      Sign in
    </Button>
  </Stack>
);
