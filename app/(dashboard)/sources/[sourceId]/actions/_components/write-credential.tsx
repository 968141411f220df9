"use client";

import { Button, Code, Group, Stack, Text } from "@mantine/core";
import { CopyButton } from "@/components/copy/copy-button";
import { modals } from "@mantine/modals";
import { notifications } from "@mantine/notifications";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { RefusalNotice } from "@/components/answer/refusal-notice";
import type { Refusal } from "@/lib/domain/answer";
import { LiveForm } from "@/components/form/live-form";
import { useStepUp } from "@/components/step-up/step-up";
import { Notice } from "@/components/states/notice";
import { ConfigFields } from "../../../_components/config-fields";
import type { FieldSpec } from "../../../_components/config-input";
import {
  type Config,
  initialConfig,
  refusalInForm,
  sentConfig,
} from "../../../_components/form-state";
import { allow, forbid } from "../actions";
import { WhatItCan } from "./what-it-can";
import classes from "./write-credential.module.css";

const whatStops =
  "Offboardings and rotations under way here stop at their next step until somebody leaves them to a person, and Muster can no longer give back what it has switched off.";

interface Settings {
  id: string;
  name: string;
  connectorName: string;
  isSupported: boolean;
  isAllowed: boolean;
  shown: { label: string; value: string }[];
  fields: FieldSpec[];
  leastPrivilege: { format: string; text: string } | null;
  targets: { subject: string; kind: string; watchDays: number | null; isRotated: boolean }[];
  destinations: string[];
}

/** The form of a source's write credential, and the least that it needs. */
export function WriteCredential({ settings }: { settings: Settings }) {
  const router = useRouter();
  const run = useStepUp();
  const [config, setConfig] = useState<Config>(() => initialConfig(settings.fields));
  const [failed, setFailed] = useState<Refusal | null>(null);
  const [busy, setBusy] = useState(false);
  const send = async (action: "allow" | "forbid") => {
    setBusy(true);
    setFailed(null);
    const sourceId = settings.id;
    const answer = await run(() =>
      action === "allow"
        ? allow({ sourceId, config: sentConfig(settings.fields, config) })
        : forbid({ sourceId }),
    );
    setBusy(false);
    if (answer.ok) {
      setConfig(initialConfig(settings.fields));
      notifications.show({
        message: action === "allow" ? "The write credential is sealed" : "Muster can only read now",
        color: "indigo",
      });
      router.refresh();
      return;
    }
    setFailed(refusalInForm(settings.fields, answer.error));
  };
  const askToForbid = () =>
    modals.openConfirmModal({
      title: "Take the write credential away",
      children: (
        <Text size="sm">
          From then on Muster can only read {settings.name}. {whatStops} Muster forgets the
          credential; to act here again, give one anew.
        </Text>
      ),
      labels: { confirm: "Take it away", cancel: "Keep it" },
      confirmProps: { color: "red.8" },
      onConfirm: () => void send("forbid"),
    });
  if (!settings.isSupported || !settings.leastPrivilege) {
    return (
      <Notice kind="info" title={`Muster can only read ${settings.connectorName}`}>
        Offboarding there is a task for a person, and the next complete sync proves it.
      </Notice>
    );
  }
  const policy = settings.leastPrivilege.text;
  return (
    <div className={classes.columns}>
      <LiveForm onSubmit={() => send("allow")}>
        <Stack gap="md">
          {settings.isAllowed ? (
            <Notice
              kind="good"
              title="Muster can act here"
              action={
                <Button variant="default" loading={busy} onClick={askToForbid}>
                  Take it away
                </Button>
              }
            >
              {settings.shown.map((line) => `${line.label}: ${line.value}`).join(" · ")}. The secret
              is sealed and never shown again. Fill in the form to replace it. Without it,
              offboardings and rotations under way here stop at their next step until somebody
              leaves them to a person.
            </Notice>
          ) : null}
          <ConfigFields
            fields={settings.fields}
            config={config}
            errors={failed?.fields ?? {}}
            onChange={setConfig}
          />
          <RefusalNotice title="Not kept" refusal={failed} />
          <Group>
            <Button type="submit" loading={busy}>
              {settings.isAllowed ? "Replace the write credential" : "Keep the write credential"}
            </Button>
          </Group>
        </Stack>
      </LiveForm>
      <aside>
        <WhatItCan targets={settings.targets} destinations={settings.destinations} />
        <Group justify="space-between" mt="md">
          <Text fw={560} size="sm">
            The least that it needs
          </Text>
          <CopyButton value={policy} size="compact-sm" />
        </Group>
        <Code block className={classes.policy}>
          {policy}
        </Code>
      </aside>
    </div>
  );
}
