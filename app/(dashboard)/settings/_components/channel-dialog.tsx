"use client";

import { Modal, Select, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useState } from "react";
import { FormFooter } from "@/components/form/form-footer";
import { RefusalNotice } from "@/components/answer/refusal-notice";
import { useStepUp } from "@/components/step-up/step-up";
import type { Refusal, SentAnswer } from "@/lib/domain/answer";
import { type ChannelKind, channelWords } from "@/lib/domain/notices/channel-config";
import { isTracker } from "@/lib/domain/notices/tracker-config";
import { closesOnPurpose, ShownOnce } from "./shown-once";
import { TrackerFields } from "./tracker-fields";
import { AddressField, EventFields, MailFields } from "./channel-fields";
import { type ChannelValues, choosesEvents } from "./channel-values";

interface ChannelDialogProps<Result> {
  title: string;
  confirm: string;
  initialValues: ChannelValues;
  kinds: readonly ChannelKind[];
  isChange?: boolean;
  /** A person's own room, which follows the person's choices. */
  isOwn?: boolean;
  keepsPassword?: boolean;
  save: (values: ChannelValues) => Promise<SentAnswer<Result>>;
  onClose: () => void;
  /** A secret in the answer, which is shown once; without one the dialog closes. */
  secretIn?: (result: Result) => string | null;
}

/** Form errors come back under the name of the command's input. */
const fieldErrors = (fields: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(fields).map(([name, words]) => [name.replace(/^config\./, ""), words]),
  );

/** The form of a channel, for a new one and for a change. */
export function ChannelDialog<Result>(props: ChannelDialogProps<Result>) {
  const { title, confirm, initialValues, kinds, isChange = false, save, onClose } = props;
  const guarded = useStepUp();
  const [problem, setProblem] = useState<Refusal | null>(null);
  const [secret, setSecret] = useState<string | null>(null);
  const form = useForm<ChannelValues>({ initialValues });
  const submit = form.onSubmit(async (values) => {
    const answer = await guarded(() => save(values));
    if (!answer.ok) {
      form.setErrors(fieldErrors(answer.error.fields ?? {}));
      return setProblem(answer.error);
    }
    const made = props.secretIn?.(answer.result) ?? null;
    if (made === null) return onClose();
    setSecret(made);
  });
  const { kind } = form.values;
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      closeButtonProps={{ "aria-label": "Close" }}
      {...(secret || form.submitting ? closesOnPurpose : {})}
    >
      {secret ? (
        <SigningSecret value={secret} onClose={onClose} />
      ) : (
        <form onSubmit={submit}>
          <Stack>
            <RefusalNotice refusal={problem} />
            {kinds.length > 1 ? (
              <Select
                label="Kind"
                data={kinds.map((value) => ({ value, label: channelWords[value].name }))}
                description={channelWords[kind].sentence}
                allowDeselect={false}
                comboboxProps={{ shadow: "md" }}
                {...form.getInputProps("kind")}
              />
            ) : null}
            <TextInput
              label="Name"
              placeholder={kind === "mail" ? "Mail" : "#security-alerts"}
              required
              withAsterisk={false}
              {...form.getInputProps("name")}
            />
            {kind === "mail" ? (
              <MailFields form={form} keepsPassword={props.keepsPassword ?? false} />
            ) : isTracker(kind) ? (
              <TrackerFields form={form} kind={kind} isChange={isChange} />
            ) : (
              <AddressField form={form} isChange={isChange} />
            )}
            {choosesEvents(kind) && !props.isOwn ? <EventFields form={form} /> : null}
            <FormFooter label={confirm} isPending={form.submitting} onCancel={onClose} />
          </Stack>
        </form>
      )}
    </Modal>
  );
}

const SigningSecret = ({ value, onClose }: { value: string; onClose: () => void }) => (
  <ShownOnce
    title="Copy the signing secret now"
    sentence="Your receiver checks each call with it. Muster seals it and cannot show it again."
    value={value}
    onClose={onClose}
  />
);
