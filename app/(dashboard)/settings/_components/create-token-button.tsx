"use client";

import { Alert, Button, Checkbox, Group, Modal, Select, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useState } from "react";
import { useStepUp } from "@/components/step-up/use-step-up";
import type { TokenScope } from "@/lib/domain/people/permissions";
import { createTokenAction, stepUpAction } from "../actions";
import { ShownOnce } from "./shown-once";

const scopeWords: Record<TokenScope, string> = {
  read: "Read what you can read",
  "sources:write": "Connect, upload to and sync sources",
  "inventory:write": "Change owners, labels and views",
  "audit:read": "Read and verify the audit log",
};
const days = ["7", "30", "90", "365"].map((value) => ({ value, label: `${value} days` }));

export function CreateTokenButton() {
  const [opened, setOpened] = useState(false);
  return (
    <>
      <Button onClick={() => setOpened(true)}>Create token</Button>
      {opened ? <CreateTokenModal onClose={() => setOpened(false)} /> : null}
    </>
  );
}

function CreateTokenModal({ onClose }: { onClose: () => void }) {
  const { run, dialog } = useStepUp(stepUpAction);
  const [token, setToken] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const form = useForm({
    initialValues: { name: "", scopes: ["read"] as TokenScope[], days: "30" },
  });
  const submit = form.onSubmit(async (values) => {
    const answer = await run(() => createTokenAction({ ...values, days: Number(values.days) }));
    if (answer.ok) return setToken(answer.result.token);
    if (answer.error.fields) form.setErrors(answer.error.fields);
    setProblem(answer.error.message);
  });
  const close = { "aria-label": "Close" };
  return (
    <Modal opened onClose={onClose} title="Create API token" closeButtonProps={close}>
      {dialog}
      {token ? (
        <ShownOnce
          title="Copy the token now"
          sentence="Muster keeps only its hash and cannot show it again."
          value={token}
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
              label="What it is for"
              data-autofocus
              required
              withAsterisk={false}
              {...form.getInputProps("name")}
            />
            <Checkbox.Group label="Scopes" {...form.getInputProps("scopes")}>
              <Stack gap="xs" mt="xs">
                {Object.entries(scopeWords).map(([value, label]) => (
                  <Checkbox key={value} value={value} label={label} />
                ))}
              </Stack>
            </Checkbox.Group>
            <Select
              label="Ends after"
              data={days}
              allowDeselect={false}
              comboboxProps={{ shadow: "md" }}
              {...form.getInputProps("days")}
            />
            <Group justify="flex-end">
              <Button variant="default" onClick={onClose}>
                Cancel
              </Button>
              <Button type="submit" loading={form.submitting}>
                Create token
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Modal>
  );
}
