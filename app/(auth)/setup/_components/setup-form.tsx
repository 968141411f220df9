"use client";

import { Alert, Button, PasswordInput, Stack, Text, TextInput, Title } from "@mantine/core";
import { useForm } from "@mantine/form";
import { signIn } from "next-auth/react";
import { useState } from "react";
import { passwordProblem } from "@/lib/domain/people/password-rule";
import { completeSetupAction } from "../actions";

export function SetupForm({ token }: { token: string }) {
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const form = useForm({
    initialValues: { name: "", email: "", password: "" },
    validate: { password: (value, all) => passwordProblem(value, all.email) },
  });

  const submit = form.onSubmit(async (values) => {
    setBusy(true);
    setProblem(null);
    const answer = await completeSetupAction({ ...values, token });
    if (!answer.ok) {
      setBusy(false);
      if (answer.error.fields) form.setErrors(answer.error.fields);
      setProblem(answer.error.message);
      return;
    }
    await signIn("credentials", {
      email: values.email,
      password: values.password,
      redirect: false,
    });
    window.location.assign("/");
  });

  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <Stack gap={4}>
          <Title order={1} size="h3">
            Create the first administrator
          </Title>
          <Text size="sm" c="dimmed">
            This link works once. Further people are invited in Settings.
          </Text>
        </Stack>
        {problem && (
          <Alert color="red" variant="light" role="alert">
            {problem}
          </Alert>
        )}
        <TextInput
          label="Name"
          autoComplete="name"
          required
          withAsterisk={false}
          {...form.getInputProps("name")}
        />
        <TextInput
          label="E-mail address"
          type="email"
          autoComplete="username"
          required
          withAsterisk={false}
          {...form.getInputProps("email")}
        />
        <PasswordInput
          label="Password"
          description="At least 12 characters. A few words are easier to keep than symbols."
          autoComplete="new-password"
          required
          withAsterisk={false}
          {...form.getInputProps("password")}
        />
        <Button type="submit" loading={busy} fullWidth>
          Create administrator
        </Button>
      </Stack>
    </form>
  );
}
