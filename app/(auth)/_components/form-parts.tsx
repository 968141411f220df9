"use client";

import { Alert, PasswordInput, Stack, Text, TextInput, Title } from "@mantine/core";
import type { GetInputPropsReturnType } from "@mantine/form";
import type { ReactNode } from "react";
import { signInBy } from "./sign-in-by";

interface FormHeadProps {
  title: string;
  sentence?: ReactNode;
  problem?: string | null;
}

/** Title, one sentence, and what went wrong. */
export function FormHead({ title, sentence, problem }: FormHeadProps) {
  return (
    <>
      <Stack gap={4}>
        <Title order={1} fz={20} lh="28px">
          {title}
        </Title>
        {sentence ? (
          <Text size="sm" c="dimmed" component="div" style={{ overflowWrap: "anywhere" }}>
            {sentence}
          </Text>
        ) : null}
      </Stack>
      {problem ? (
        <Alert color="red" variant="light" role="alert">
          {problem}
        </Alert>
      ) : null}
    </>
  );
}

const required = {
  required: true,
  withAsterisk: false,
  size: "md",
  labelProps: { mb: 4 },
  descriptionProps: { mb: 6 },
} as const;

export const NameField = ({ field }: { field: GetInputPropsReturnType }) => (
  <TextInput label="Name" autoComplete="name" {...required} {...field} />
);

export const EmailField = ({ field }: { field: GetInputPropsReturnType }) => (
  <TextInput label="E-mail address" type="email" autoComplete="username" {...required} {...field} />
);

export const PasswordField = ({ field }: { field: GetInputPropsReturnType }) => (
  <PasswordInput label="Password" autoComplete="current-password" {...required} {...field} />
);

export const NewPasswordField = ({ field }: { field: GetInputPropsReturnType }) => (
  <PasswordInput
    label="Password"
    description="At least 12 characters. A few words are easier to keep than symbols."
    autoComplete="new-password"
    {...required}
    {...field}
  />
);

/** Opens the first session of somebody who has just chosen a password, and the overview; else its page asks them to sign in. */
export async function enter(email: string, password: string): Promise<void> {
  await signInBy({ email, password });
  window.location.assign("/");
}
