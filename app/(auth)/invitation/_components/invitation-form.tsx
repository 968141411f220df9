"use client";

import { Alert, Button, PasswordInput, Stack, Text, TextInput, Title } from "@mantine/core";
import { useForm } from "@mantine/form";
import { signIn } from "next-auth/react";
import { useState } from "react";
import { passwordProblem } from "@/lib/domain/people/password-rule";
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
    const answer = await acceptInvitationAction({ ...values, token });
    if (!answer.ok) {
      if (answer.error.fields) form.setErrors(answer.error.fields);
      setProblem(answer.error.message);
      return;
    }
    await signIn("credentials", { email, password: values.password, redirect: false });
    window.location.assign("/");
  });
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <Stack gap={4}>
          <Title order={1} size="h3">
            Join Muster
          </Title>
          <Text size="sm" c="dimmed">
            {email} · {role}. This link works once.
          </Text>
        </Stack>
        {problem ? (
          <Alert color="red" variant="light" role="alert">
            {problem}
          </Alert>
        ) : null}
        <TextInput
          label="Name"
          autoComplete="name"
          required
          withAsterisk={false}
          {...form.getInputProps("name")}
        />
        <PasswordInput
          label="Password"
          description="At least 12 characters. A few words are easier to keep than symbols."
          autoComplete="new-password"
          required
          withAsterisk={false}
          {...form.getInputProps("password")}
        />
        <Button type="submit" loading={form.submitting} fullWidth>
          Join
        </Button>
      </Stack>
    </form>
  );
}
