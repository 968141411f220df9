"use client";

import { Button, Group, TextInput } from "@mantine/core";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { PersonSelect } from "../../identities/_components/person-select";
import { addPatternAction } from "../actions";
import { useGuarded } from "./use-guarded";

/** Adds one pattern. */
export function PatternForm() {
  const router = useRouter();
  const { run, busy } = useGuarded();
  const [pattern, setPattern] = useState("");
  const [personId, setPersonId] = useState<string | null>(null);
  const add = async () => {
    if (!personId) return;
    const made = await run("add", () => addPatternAction({ pattern, personId }), "Pattern added");
    if (!made) return;
    setPattern("");
    router.refresh();
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <Group align="flex-end" gap="md">
        <TextInput
          label="Name"
          description="* is any text, ? one character"
          placeholder="payments-*"
          required
          maxLength={100}
          value={pattern}
          onChange={(event) => setPattern(event.currentTarget.value)}
        />
        <PersonSelect
          label="Belongs to"
          description="Somebody who can sign in"
          required
          value={personId}
          onChange={setPersonId}
        />
        <Button type="submit" loading={busy !== null} disabled={!personId || pattern.trim() === ""}>
          Add pattern
        </Button>
      </Group>
    </form>
  );
}
