"use client";

import { Modal, Select, Stack, Text, Textarea } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { FormFooter } from "@/components/form/form-footer";
import { classWords, environmentWords } from "@/components/nhi/words";
import { environments, identityClasses } from "@/lib/domain/identity/identity";
import type { IdentityDetail } from "@/lib/domain/inventory/identity-detail";
import { answered } from "@/components/answer/answered";
import { classifyAction } from "../actions";

interface ClassifyModalProps {
  detail: IdentityDetail;
  onClose: () => void;
  onDone: (sentence: string) => void;
}

const asListed = "as-listed";
const optionsOf = (words: Readonly<Record<string, string>>, listed: string) => [
  { value: asListed, label: `As the source suggests: ${words[listed] ?? listed}` },
  ...Object.entries(words).map(([value, label]) => ({ value, label })),
];
const isOf =
  <Value extends string>(values: readonly Value[]) =>
  (chosen: string | null): Value | null =>
    values.find((value) => value === chosen) ?? null;
const classOf = isOf(identityClasses);
const environmentOf = isOf(environments);

/** A person's word over the classification, with the reason that others will read. */
export function ClassifyModal({ detail, onClose, onDone }: ClassifyModalProps) {
  const { identity, override } = detail;
  const [identityClass, setClass] = useState<string | null>(override?.identityClass ?? asListed);
  const [environment, setEnvironment] = useState<string | null>(override?.environment ?? asListed);
  const [reason, setReason] = useState("");
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const save = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setBusy(true);
    const answer = await answered(
      classifyAction({
        id: identity.id,
        identityClass: classOf(identityClass),
        environment: environmentOf(environment),
        reason,
      }),
    );
    setBusy(false);
    if (!answer.ok) return setError(answer.error.message);
    onDone("Classification changed. The score follows in a moment.");
    onClose();
  };
  return (
    <Modal opened onClose={onClose} title="Classify" closeButtonProps={{ "aria-label": "Close" }}>
      <form onSubmit={(event) => void save(event)}>
        <Stack>
          <Text size="sm">
            Your word stands over what the source suggests, also after its next syncs. Class and
            environment decide how fast it must rotate and how its risk is weighed.
          </Text>
          <Select
            label="Class"
            data={optionsOf(classWords, override?.listedClass ?? identity.identityClass)}
            value={identityClass}
            onChange={setClass}
            allowDeselect={false}
          />
          <Select
            label="Environment"
            data={optionsOf(environmentWords, override?.listedEnvironment ?? identity.environment)}
            value={environment}
            onChange={setEnvironment}
            allowDeselect={false}
          />
          <Textarea
            label="Reason"
            description="Shown on this page, in its timeline and in the audit log"
            required
            minLength={3}
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            error={error}
          />
          <FormFooter label="Classify" isPending={busy} onCancel={onClose} />
        </Stack>
      </form>
    </Modal>
  );
}
