"use client";

import { Modal, Select, Stack, Textarea, TextInput } from "@mantine/core";
import { useEffect, useState } from "react";
import { FormFooter } from "@/components/form/form-footer";
import type { IdentityDetail } from "@/lib/domain/inventory/identity-detail";
import { answered } from "@/components/answer/answered";
import { changeOwnershipAction } from "../actions";
import { messageOf, readApi } from "./api";
import type { Target } from "./bulk-target";
import { PersonSelect } from "./person-select";

interface OwnershipModalProps {
  target: Target;
  before: IdentityDetail["ownership"];
  onClose: () => void;
  onDone: (sentence: string) => void;
}
interface Team {
  id: string;
  name: string;
}

/** Only what differs is sent, so that two people changing different things both count. */
function changesOf(before: IdentityDetail["ownership"], now: Record<string, string | null>) {
  const was: Record<string, string | null> = {
    backupOwnerId: before.backup?.id ?? null,
    teamId: before.team?.id ?? null,
    purpose: before.purpose,
    vendorName: before.vendorName,
    vendorEndsOn: before.vendorEndsOn,
  };
  return Object.fromEntries(
    Object.entries(now)
      .map(([field, value]) => [field, value?.trim() ? value.trim() : null] as const)
      .filter(([field, value]) => value !== was[field]),
  );
}

/** Sets backup owner, team, purpose and vendor. */
export function OwnershipModal({ target, before, onClose, onDone }: OwnershipModalProps) {
  const [teams, setTeams] = useState<Team[]>(before.team ? [before.team] : []);
  const [backupOwnerId, setBackup] = useState(before.backup?.id ?? null);
  const [teamId, setTeam] = useState(before.team?.id ?? null);
  const [purpose, setPurpose] = useState(before.purpose ?? "");
  const [vendorName, setVendor] = useState(before.vendorName ?? "");
  const [vendorEndsOn, setEnd] = useState(before.vendorEndsOn ?? "");
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    const abort = new AbortController();
    readApi<{ items: Team[] }>("/api/v1/teams", abort.signal)
      .then(({ items }) => setTeams(items))
      .catch((failure: unknown) =>
        abort.signal.aborted ? undefined : setError(messageOf(failure)),
      );
    return () => abort.abort();
  }, []);
  const changes = changesOf(before, { backupOwnerId, teamId, purpose, vendorName, vendorEndsOn });
  const save = async () => {
    setBusy(true);
    const answer = await answered(changeOwnershipAction({ target, ...changes }));
    setBusy(false);
    if (!answer.ok) return setError(answer.error.message);
    onDone("Changed who answers.");
    onClose();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title="Who answers"
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <Stack>
          <PersonSelect
            label="Backup owner"
            description="Takes over when the owner leaves"
            value={backupOwnerId}
            known={before.backup}
            onChange={setBackup}
          />
          <Select
            label="Team"
            searchable
            clearable
            clearButtonProps={{ "aria-label": "Clear team" }}
            comboboxProps={{ shadow: "md" }}
            nothingFoundMessage="No such team; add it under People"
            data={teams.map(({ id, name }) => ({ value: id, label: name }))}
            value={teamId}
            onChange={setTeam}
          />
          <Textarea
            label="Business purpose"
            autosize
            maxLength={1000}
            value={purpose}
            onChange={(event) => setPurpose(event.currentTarget.value)}
          />
          <TextInput
            label="Vendor"
            maxLength={200}
            value={vendorName}
            onChange={(event) => setVendor(event.currentTarget.value)}
          />
          <TextInput
            type="date"
            label="Vendor's end date"
            description="A finding opens when it has passed"
            value={vendorEndsOn}
            onChange={(event) => setEnd(event.currentTarget.value)}
          />
          {error ? <div role="alert">{error}</div> : null}
          <FormFooter
            label="Save"
            isPending={busy}
            isDisabled={Object.keys(changes).length === 0}
            onCancel={onClose}
          />
        </Stack>
      </form>
    </Modal>
  );
}
