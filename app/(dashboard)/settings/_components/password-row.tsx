"use client";

import { Button, Modal, PasswordInput, Stack } from "@mantine/core";
import { useForm } from "@mantine/form";
import { notifications } from "@mantine/notifications";
import { IconLock } from "@tabler/icons-react";
import { useState } from "react";
import { FormFooter } from "@/components/form/form-footer";
import { Notice } from "@/components/states/notice";
import { passwordProblem } from "@/lib/domain/people/password-rule";
import { answered } from "@/components/answer/answered";
import { changePasswordAction } from "../actions";
import { Row } from "./section";

export function PasswordRow({ email }: { email: string }) {
  const [opened, setOpened] = useState(false);
  return (
    <>
      {opened ? <PasswordDialog email={email} onClose={() => setOpened(false)} /> : null}
      <Row
        icon={<IconLock size={18} stroke={1.6} />}
        name="Password"
        end={
          <Button variant="default" onClick={() => setOpened(true)}>
            Change password
          </Button>
        }
      >
        Changing it ends your other sessions.
      </Row>
    </>
  );
}

function PasswordDialog({ email, onClose }: { email: string; onClose: () => void }) {
  const [problem, setProblem] = useState<string | null>(null);
  const form = useForm({
    initialValues: { current: "", next: "" },
    validate: { next: (value) => passwordProblem(value, email) },
  });
  const submit = form.onSubmit(async (values) => {
    const answer = await answered(changePasswordAction(values));
    if (answer.ok) {
      const { sessionsEnded } = answer.result;
      const message = `Password changed; other sessions ended: ${sessionsEnded}`;
      notifications.show({ message, color: "indigo" });
      return onClose();
    }
    if (answer.error.fields) form.setErrors(answer.error.fields);
    setProblem(answer.error.message);
  });
  return (
    <Modal
      opened
      onClose={onClose}
      title="Change password"
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <form onSubmit={submit}>
        <Stack>
          {problem ? (
            <Notice kind="error" title="Password not changed">
              {problem}
            </Notice>
          ) : null}
          <PasswordInput
            label="Current password"
            autoComplete="current-password"
            data-autofocus
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
          <FormFooter label="Change password" isPending={form.submitting} onCancel={onClose} />
        </Stack>
      </form>
    </Modal>
  );
}
