"use client";

import { Button, List, Modal, Stack, Text, TextInput } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { FormFooter } from "@/components/form/form-footer";
import { counted } from "@/lib/domain/counted";
import { dropSample, remove } from "../actions";
import { useCommand } from "./use-command";

export interface RemovableSource {
  id: string;
  name: string;
  isSample: boolean;
  schedulable: boolean;
  identities: number;
  missing: number;
  credentials: number;
  openFindings: number;
  uploads: readonly unknown[];
}

/** A button that asks first: it lists what goes, and wants the name where that cannot be brought back. */
export function RemoveSource({ source }: { source: RemovableSource }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button variant="default" leftSection={<IconTrash size={16} />} onClick={() => setOpen(true)}>
        {source.isSample ? "Remove the sample" : "Remove"}
      </Button>
      {isOpen ? <RemoveDialog source={source} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

const whatGoes = (source: RemovableSource): string[] => [
  `${counted(source.identities + source.missing, "identity", "identities")}, with their credentials, access and timelines`,
  `${counted(source.openFindings, "open finding")}, and those resolved earlier`,
  source.isSample
    ? "Its runs"
    : source.schedulable
      ? "Its connection with the sealed credential, its schedule and its runs"
      : `Its ${counted(source.uploads.length, "file")} and its runs`,
];

interface RemoveDialogProps {
  source: RemovableSource;
  onClose: () => void;
}

function RemoveDialog({ source, onClose }: RemoveDialogProps) {
  const { id: sourceId, name, isSample } = source;
  const router = useRouter();
  const [typed, setTyped] = useState("");
  const { run, busy } = useCommand(
    isSample ? async () => dropSample({}) : remove,
    "The source is gone",
  );
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (await run({ sourceId })) router.push("/sources");
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={`Remove ${name}`}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <form onSubmit={(event) => void submit(event)}>
        <Stack>
          <div>
            <Text size="sm" mb={6}>
              {isSample ? "Deleted at once:" : "Deleted at once, and nothing brings it back:"}
            </Text>
            <List size="sm" spacing={4} aria-label="What is deleted">
              {whatGoes(source).map((line) => (
                <List.Item key={line}>{line}</List.Item>
              ))}
            </List>
          </div>
          <Text size="sm">
            {isSample
              ? "The sample can be loaded again at any time."
              : "Cases, reviews, exceptions and the audit log stay. Nothing changes at the provider."}
          </Text>
          {isSample ? null : (
            <TextInput
              label={`Type “${name}” to confirm`}
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
              autoComplete="off"
              data-autofocus
            />
          )}
          <FormFooter
            label="Remove source"
            look="danger"
            isPending={busy}
            isDisabled={!isSample && typed.trim() !== name}
            cancelLabel="Keep it"
            onCancel={onClose}
          />
        </Stack>
      </form>
    </Modal>
  );
}
