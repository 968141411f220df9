"use client";

import { Button, Group, PasswordInput, Stack } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useState } from "react";
import { Notice } from "@/components/states/notice";
import { passwordProblem } from "@/lib/domain/people/password-rule";
import { changePasswordAction } from "../actions";
import { Section } from "./section";

export function PasswordForm({ email }: { email: string }) {
  const [told, setTold] = useState<{ good: boolean; text: string } | null>(null);
  const form = useForm({
    initialValues: { current: "", next: "" },
    validate: { next: (value) => passwordProblem(value, email) },
  });
  const submit = form.onSubmit(async (values) => {
    const answer = await changePasswordAction(values);
    if (answer.ok) {
      form.reset();
      const { sessionsEnded } = answer.result;
      setTold({ good: true, text: `Your other sessions have ended (${sessionsEnded}).` });
      return;
    }
    if (answer.error.fields) form.setErrors(answer.error.fields);
    setTold({ good: false, text: answer.error.message });
  });
  return (
    <Section title="Password" sentence="Changing it ends your other sessions.">
      <form onSubmit={submit}>
        <Stack gap="sm" maw={420}>
          {told ? (
            <Notice
              kind={told.good ? "good" : "error"}
              title={told.good ? "Password changed" : "Password not changed"}
            >
              {told.text}
            </Notice>
          ) : null}
          <PasswordInput
            label="Current password"
            autoComplete="current-password"
            required
            withAsterisk={false}
            {...form.getInputProps("current")}
          />
          <PasswordInput
            label="New password"
            description="At least 12 characters. A few words are easier to keep than symbols."
            autoComplete="new-password"
            required
            withAsterisk={false}
            {...form.getInputProps("next")}
          />
          <Group>
            <Button type="submit" loading={form.submitting}>
              Change password
            </Button>
          </Group>
        </Stack>
      </form>
    </Section>
  );
}
