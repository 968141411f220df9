"use client";

import { Button, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { FormFooter } from "@/components/form/form-footer";
import { answered } from "@/components/answer/answered";
import { counted } from "@/lib/domain/counted";
import type { SentAnswer } from "@/lib/domain/answer";
import { PersonSelect } from "../../identities/_components/person-select";
import { changeTeamAction, deleteTeamAction, saveTeamAction } from "../actions";

interface TeamButtonProps {
  label: string;
  /** Left out, a new team is made. `fixed` teams have their name from the directory. */
  team?: { id: string; name: string; fixed: boolean; members: number; identities: number };
  manager?: { id: string; name: string } | null;
}

/** Adds a team, or changes its name and manager. */
export function TeamButton({ label, team, manager = null }: TeamButtonProps) {
  const [opened, setOpened] = useState(false);
  return (
    <>
      <Button
        size={team ? "compact-xs" : "sm"}
        variant={team ? "default" : "filled"}
        onClick={() => setOpened(true)}
        aria-label={team ? `${label} ${team.name}` : undefined}
      >
        {label}
      </Button>
      {opened ? <TeamModal team={team} manager={manager} onClose={() => setOpened(false)} /> : null}
    </>
  );
}

interface TeamModalProps extends Pick<TeamButtonProps, "team" | "manager"> {
  onClose: () => void;
}

function TeamModal({ team, manager, onClose }: TeamModalProps) {
  const router = useRouter();
  const [name, setName] = useState(team?.name ?? "");
  const [managerId, setManagerId] = useState<string | null>(manager?.id ?? null);
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const run = async (work: () => Promise<SentAnswer<unknown>>) => {
    setBusy(true);
    const answer = await answered(work());
    setBusy(false);
    if (!answer.ok) return setError(answer.error.message);
    onClose();
    router.refresh();
  };
  const [isAsked, setIsAsked] = useState(false);
  const save = () =>
    run(() => {
      if (!team) return saveTeamAction({ name, managerId });
      const renamed = team.fixed ? {} : { name };
      return changeTeamAction({ teamId: team.id, managerId, ...renamed });
    });
  if (team && isAsked) {
    return (
      <Modal
        opened
        onClose={onClose}
        title={`Delete ${team.name}`}
        closeButtonProps={{ "aria-label": "Close" }}
      >
        <Stack>
          <Text size="sm">
            {counted(team.identities, "identity", "identities")} will have no team, and{" "}
            {counted(team.members, "person", "people")} will no longer be in it. Nothing brings the
            team back; it can be made anew.
          </Text>
          {error ? <div role="alert">{error}</div> : null}
          <FormFooter
            label="Delete team"
            look="danger"
            isPending={busy}
            onConfirm={() => run(() => deleteTeamAction({ teamId: team.id }))}
            cancelLabel="Keep it"
            onCancel={() => setIsAsked(false)}
          />
        </Stack>
      </Modal>
    );
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={team ? `Change ${team.name}` : "Add team"}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <Stack>
          <TextInput
            label="Name"
            required
            disabled={team?.fixed}
            description={team?.fixed ? "Comes from your directory" : undefined}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <PersonSelect label="Manager" value={managerId} known={manager} onChange={setManagerId} />
          {error ? <div role="alert">{error}</div> : null}
          <FormFooter
            label="Save team"
            isPending={busy}
            isDisabled={name.trim() === ""}
            aside={
              team && !team.fixed ? (
                <Button
                  variant="subtle"
                  color="red"
                  disabled={busy}
                  onClick={() => {
                    setError(null);
                    setIsAsked(true);
                  }}
                >
                  Delete team
                </Button>
              ) : null
            }
          />
        </Stack>
      </form>
    </Modal>
  );
}
