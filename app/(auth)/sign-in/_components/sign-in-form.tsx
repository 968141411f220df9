"use client";

import { Alert, Button, Divider, PasswordInput, Stack, TextInput, Title } from "@mantine/core";
import { useForm } from "@mantine/form";
import { signIn } from "next-auth/react";
import { useState } from "react";

interface SignInFormProps {
  oidcName: string | null;
  /** Where to go afterwards; only a path of this site is followed. */
  next: string;
  error: string | null;
}

const localPath = (next: string): string => {
  const target = new URL(next, window.location.origin);
  return target.origin === window.location.origin ? `${target.pathname}${target.search}` : "/";
};

const providerError: Record<string, string> = {
  OAuthCallback: "The sign-in provider refused. Try again, or ask an administrator.",
  OAuthSignin: "The sign-in provider cannot be reached. Try again in a moment.",
};

export function SignInForm({ oidcName, next, error }: SignInFormProps) {
  const [problem, setProblem] = useState(error ? (providerError[error] ?? error) : null);
  const [busy, setBusy] = useState(false);
  const form = useForm({ initialValues: { email: "", password: "" } });

  const submit = form.onSubmit(async (values) => {
    setBusy(true);
    const answer = await signIn("credentials", { ...values, redirect: false });
    if (answer?.ok) {
      window.location.assign(localPath(next));
      return;
    }
    setBusy(false);
    setProblem(answer?.error ?? "Muster does not answer. Try again in a moment.");
  });

  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <Title order={1} size="h3">
          Sign in
        </Title>
        {problem && (
          <Alert color="red" variant="light" role="alert">
            {problem}
          </Alert>
        )}
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
          autoComplete="current-password"
          required
          withAsterisk={false}
          {...form.getInputProps("password")}
        />
        <Button type="submit" loading={busy} fullWidth>
          Sign in
        </Button>
        {oidcName && (
          <>
            <Divider label="or" />
            <Button
              variant="default"
              fullWidth
              onClick={() => void signIn("oidc", { callbackUrl: localPath(next) })}
            >
              Continue with {oidcName}
            </Button>
          </>
        )}
      </Stack>
    </form>
  );
}
