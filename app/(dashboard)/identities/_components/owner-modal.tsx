"use client";

import { Button, Group, Modal, Select, Stack, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useEffect, useState } from "react";
import { assignOwnerAction } from "../actions";
import { messageOf, readApi } from "./api";
import { countOf, type Target } from "./bulk-target";

interface BulkModalProps {
  target: Target;
  onClose: () => void;
  onDone: (sentence: string) => void;
}
interface Person {
  id: string;
  name: string;
  email: string;
}

/** Chooses the person who answers for the identities from now on. */
export function OwnerModal({ target, onClose, onDone }: BulkModalProps) {
  const [people, setPeople] = useState<Person[]>([]);
  const [search, setSearch] = useState("");
  const [text] = useDebouncedValue(search, 200);
  const [personId, setPersonId] = useState<string | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const count = countOf(target);
  useEffect(() => {
    const abort = new AbortController();
    readApi<{ items: Person[] }>(
      `/api/v1/identities/owners?${new URLSearchParams({ text })}`,
      abort.signal,
    )
      .then(({ items }) => setPeople(items))
      .catch((failure: unknown) =>
        abort.signal.aborted ? undefined : setError(messageOf(failure)),
      );
    return () => abort.abort();
  }, [text]);
  const assign = async (owner: string | null) => {
    setBusy(true);
    const answer = await assignOwnerAction({ target, personId: owner });
    setBusy(false);
    if (!answer.ok) return setError(answer.error.message);
    const changed = `${answer.result.count.toLocaleString("en")} ${answer.result.count === 1 ? "identity" : "identities"} changed`;
    onDone(owner ? `${changed}: owner set.` : `${changed}: owner removed.`);
    onClose();
  };
  return (
    <Modal opened onClose={onClose} title="Set owner" closeButtonProps={{ "aria-label": "Close" }}>
      <Stack>
        <Text size="sm">
          {count === 1 ? "One identity" : `${count.toLocaleString("en")} identities`} will have this
          person as confirmed owner. The timeline keeps who was owner before, so it can be undone.
        </Text>
        <Select
          label="Owner"
          placeholder="Name or e-mail address"
          searchable
          data-autofocus
          comboboxProps={{ shadow: "md" }}
          nothingFoundMessage="Nobody by that name can sign in"
          data={people.map(({ id, name, email }) => ({ value: id, label: `${name} (${email})` }))}
          filter={({ options }) => options}
          searchValue={search}
          onSearchChange={setSearch}
          value={personId}
          onChange={setPersonId}
          error={error}
        />
        <Group justify="space-between">
          <Button variant="subtle" color="red" disabled={busy} onClick={() => void assign(null)}>
            Remove owner
          </Button>
          <Group gap="sm">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button
              disabled={personId === null}
              loading={busy}
              onClick={() => void assign(personId)}
            >
              Set owner
            </Button>
          </Group>
        </Group>
      </Stack>
    </Modal>
  );
}
