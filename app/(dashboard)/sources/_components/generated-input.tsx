import { Button, Group, TextInput } from "@mantine/core";
import { CopyButton } from "@/components/copy/copy-button";
import { type ReactNode, useState } from "react";

interface GeneratedInputProps {
  label: string;
  description: ReactNode;
  error: ReactNode;
  value: string;
  onChange: (value: string) => void;
}

/** A value that the server made up, to copy to the provider before anything is saved. */
export function GeneratedInput({ value, onChange, ...common }: GeneratedInputProps) {
  const [isOwn, setOwn] = useState(value === "");
  return (
    <div>
      <TextInput
        {...common}
        autoComplete="off"
        spellCheck={false}
        readOnly={!isOwn}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      <Group gap="xs" mt={6}>
        <CopyButton value={value} size="xs" disabled={value === ""} of={common.label} />
        {isOwn ? null : (
          <Button variant="subtle" size="xs" onClick={() => setOwn(true)}>
            Enter one that is in use already
          </Button>
        )}
      </Group>
    </div>
  );
}
