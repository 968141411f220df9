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

/** What the server says when the password was right and the second factor is still due. */
const secondFactorAsked = "Enter the code from your authenticator app.";

const providerError: Record<string, string> = {
  OAuthCallback: "The sign-in provider refused. Try again, or ask an administrator.",
  OAuthSignin: "The sign-in provider cannot be reached. Try again in a moment.",
};

export function SignInForm({ oidcName, next, error }: SignInFormProps) {
  const [problem, setProblem] = useState(error ? (providerError[error] ?? error) : null);
  const [busy, setBusy] = useState(false);
  const [asksCode, setAsksCode] = useState(false);
  const form = useForm({ initialValues: { email: "", password: "", code: "" } });

  const submit = form.onSubmit(async (values) => {
    setBusy(true);
    const answer = await signIn("credentials", { ...values, redirect: false });
    if (answer?.ok) {
      window.location.assign(localPath(next));
      return;
    }
    setBusy(false);
    if (answer?.error === secondFactorAsked) {
      setAsksCode(true);
      setProblem(null);
      return;
    }
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
        {asksCode && (
          <TextInput
            label="Code from your authenticator app"
            description="Six digits"
            inputMode="numeric"
            autoComplete="one-time-code"
            required
            withAsterisk={false}
            {...form.getInputProps("code")}
          />
        )}
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
