"use client";

import { Alert, Button, Group, Modal, Select, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useState } from "react";
import { useStepUp } from "@/components/step-up/use-step-up";
import { type Role, roles } from "@/lib/domain/people/permissions";
import { inviteAction, stepUpAction } from "../actions";
import { ShownOnce } from "./shown-once";

export function InviteButton() {
  const [opened, setOpened] = useState(false);
  return (
    <>
      <Button onClick={() => setOpened(true)}>Invite person</Button>
      {opened ? <InviteModal onClose={() => setOpened(false)} /> : null}
    </>
  );
}

function InviteModal({ onClose }: { onClose: () => void }) {
  const { run, dialog } = useStepUp(stepUpAction);
  const [url, setUrl] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const form = useForm({ initialValues: { email: "", role: "analyst" as Role } });
  const submit = form.onSubmit(async (values) => {
    const answer = await run(() => inviteAction(values));
    if (answer.ok) return setUrl(answer.result.url);
    if (answer.error.fields) form.setErrors(answer.error.fields);
    setProblem(answer.error.message);
  });
  return (
    <Modal
      opened
      onClose={onClose}
      title="Invite person"
      closeButtonProps={{ "aria-label": "Close" }}
    >
      {dialog}
      {url ? (
        <ShownOnce
          title="Send this link yourself"
          sentence="It works once, for seven days, and is not shown again."
          value={url}
        />
      ) : (
        <form onSubmit={submit}>
          <Stack>
            {problem ? (
              <Alert color="red" variant="light" role="alert">
                {problem}
              </Alert>
            ) : null}
            <TextInput
              label="E-mail address"
              type="email"
              data-autofocus
              required
              withAsterisk={false}
              {...form.getInputProps("email")}
            />
            <Select
              label="Role"
              data={[...roles]}
              allowDeselect={false}
              comboboxProps={{ shadow: "md" }}
              {...form.getInputProps("role")}
            />
            <Group justify="flex-end">
              <Button variant="default" onClick={onClose}>
                Cancel
              </Button>
              <Button type="submit" loading={form.submitting}>
                Create link
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Modal>
  );
}
