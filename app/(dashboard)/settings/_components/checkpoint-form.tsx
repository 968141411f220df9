"use client";

import { Button, Checkbox, Fieldset, Group, Select, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import { changeCheckpoints } from "../actions";
import { useGuarded } from "./use-guarded";

interface Targets {
  file: boolean;
  syslog: { host: string; port: number; transport: "udp" | "tcp" } | null;
  webhook: { url: string } | null;
}

interface CheckpointFormProps {
  targets: Targets;
  path: string;
  mayChange: boolean;
}

interface Draft {
  file: boolean;
  host: string;
  port: string;
  transport: "udp" | "tcp";
  url: string;
}

const toDraft = ({ file, syslog, webhook }: Targets): Draft => ({
  file,
  host: syslog?.host ?? "",
  port: String(syslog?.port ?? 514),
  transport: syslog?.transport ?? "udp",
  url: webhook?.url ?? "",
});

const toTargets = ({ file, host, port, transport, url }: Draft): Targets => ({
  file,
  syslog: host.trim() === "" ? null : { host, port: Number(port), transport },
  webhook: url.trim() === "" ? null : { url: url.trim() },
});

/** Where checkpoints go: a file of the server, a syslog receiver, a webhook. */
export function CheckpointForm({ targets, path, mayChange }: CheckpointFormProps) {
  const { run, busy } = useGuarded();
  const [draft, setDraft] = useState(() => toDraft(targets));
  const set = (change: Partial<Draft>) => setDraft({ ...draft, ...change });
  const keep = () =>
    run("keep", () => changeCheckpoints(toTargets(draft)), "The next checkpoint goes there");
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void keep();
      }}
    >
      <Fieldset variant="unstyled" disabled={!mayChange}>
        <Stack>
          <Checkbox
            label="Append to a file of the server"
            description={`${path}. The operator chooses the place with MUSTER_CHECKPOINT_FILE, best on another machine's disk.`}
            checked={draft.file}
            onChange={(event) => set({ file: event.currentTarget.checked })}
          />
          <Group align="flex-end" gap="sm">
            <TextInput
              label="Syslog receiver"
              description="Host name or address; empty for none"
              value={draft.host}
              onChange={(event) => set({ host: event.currentTarget.value })}
            />
            <TextInput
              label="Port"
              type="number"
              w={100}
              min={1}
              max={65_535}
              value={draft.port}
              onChange={(event) => set({ port: event.currentTarget.value })}
            />
            <Select
              label="Transport"
              w={120}
              allowDeselect={false}
              data={[
                { value: "udp", label: "UDP" },
                { value: "tcp", label: "TCP" },
              ]}
              value={draft.transport}
              onChange={(value) => set({ transport: value === "tcp" ? "tcp" : "udp" })}
            />
          </Group>
          <TextInput
            label="Webhook"
            type="url"
            description="Receives each checkpoint as JSON by POST; empty for none"
            value={draft.url}
            onChange={(event) => set({ url: event.currentTarget.value })}
          />
          {mayChange ? (
            <Group>
              <Button type="submit" loading={busy !== null}>
                Save
              </Button>
            </Group>
          ) : null}
        </Stack>
      </Fieldset>
    </form>
  );
}
