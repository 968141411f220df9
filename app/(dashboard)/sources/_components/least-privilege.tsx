"use client";

import { Text, Title } from "@mantine/core";
import { isAsked } from "@/lib/domain/inventory/form-field";
import { CopyText } from "./copy-text";
import { type Config, filledIn } from "./form-state";
import { type SetupTemplate, SetupTemplates } from "./setup-templates";
import classes from "./sources.module.css";

interface LeastPrivilegeProps {
  policy: { format: string; text: string };
  streams: readonly { name: string; title: string }[];
  setup: readonly SetupTemplate[];
  config: Config;
}

/** The smallest set of permissions that suffices, to copy; and what is read with it. */
export function LeastPrivilege({ policy, streams, setup, config }: LeastPrivilegeProps) {
  const templates = setup
    .filter((template) => isAsked(template, config))
    .map((template) => ({ ...template, text: filledIn(template.text, config) }));
  return (
    <aside aria-label="Permissions">
      <Title order={2} size="h3">
        {policy.format === "text" ? "How to write the files" : "Give it no more than this"}
      </Title>
      <CopyText label="Least privilege" text={policy.text} />
      {templates.length > 0 ? <SetupTemplates templates={templates} /> : null}
      <Title order={2} size="h3" mt="lg">
        What is read
      </Title>
      <Text size="sm" c="dimmed">
        Names and dates only, never the value of a secret.
      </Text>
      <ul className={classes.reads}>
        {streams.map((stream) => (
          <li key={stream.name}>{stream.title}</li>
        ))}
      </ul>
    </aside>
  );
}
