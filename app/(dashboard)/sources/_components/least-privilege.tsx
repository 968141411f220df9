"use client";

import { Button, CopyButton, Text, Title } from "@mantine/core";
import classes from "./sources.module.css";

interface LeastPrivilegeProps {
  policy: { format: string; text: string };
  streams: readonly { name: string; title: string }[];
}

/** The smallest set of permissions that suffices, to copy; and what is read with it. */
export function LeastPrivilege({ policy, streams }: LeastPrivilegeProps) {
  return (
    <aside aria-label="Permissions">
      <Title order={2} size="h3">
        {policy.format === "text" ? "How to write the files" : "Give it no more than this"}
      </Title>
      {/* A region that scrolls must be reachable with the keyboard. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre className={classes.policy} tabIndex={0} aria-label="Least privilege">
        {policy.text}
      </pre>
      <CopyButton value={policy.text}>
        {({ copied, copy }) => (
          <Button variant="default" size="xs" onClick={copy}>
            {copied ? "Copied" : "Copy"}
          </Button>
        )}
      </CopyButton>
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
