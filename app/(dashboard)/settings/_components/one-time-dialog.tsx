"use client";

import { Button, Modal, Stack } from "@mantine/core";
import { useForm, type UseFormReturnType } from "@mantine/form";
import { type ReactNode, useState } from "react";
import { FormFooter } from "@/components/form/form-footer";
import { RefusalNotice } from "@/components/answer/refusal-notice";
import { useStepUp } from "@/components/step-up/step-up";
import type { Refusal, SentAnswer } from "@/lib/domain/answer";
import { closesOnPurpose, ShownOnce } from "./shown-once";

interface OneTimeDialogProps<Values, Made> {
  /** On the page's button and as the dialog's title. */
  title: string;
  confirm: string;
  initialValues: Values;
  /** Makes the secret, which is in this answer and nowhere else. */
  create: (values: Values) => Promise<SentAnswer<Made>>;
  secretIn: (made: Made) => string;
  shown: { title: string; sentence: string };
  fields: (form: UseFormReturnType<Values>) => ReactNode;
}

/** A button that opens a form whose answer is a link or token, shown once. */
export function OneTimeButton<Values extends Record<string, unknown>, Made>(
  props: OneTimeDialogProps<Values, Made>,
) {
  const [opened, setOpened] = useState(false);
  return (
    <>
      <Button onClick={() => setOpened(true)}>{props.title}</Button>
      {opened ? <OneTimeDialog {...props} onClose={() => setOpened(false)} /> : null}
    </>
  );
}

function OneTimeDialog<Values extends Record<string, unknown>, Made>(
  props: OneTimeDialogProps<Values, Made> & { onClose: () => void },
) {
  const { title, confirm, initialValues, create, secretIn, shown, fields, onClose } = props;
  const guarded = useStepUp();
  const [secret, setSecret] = useState<string | null>(null);
  const [problem, setProblem] = useState<Refusal | null>(null);
  const form = useForm<Values>({ initialValues });
  const submit = form.onSubmit(async (values) => {
    const answer = await guarded(() => create(values));
    if (answer.ok) return setSecret(secretIn(answer.result));
    if (answer.error.fields) form.setErrors(answer.error.fields);
    setProblem(answer.error);
  });
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      closeButtonProps={{ "aria-label": "Close" }}
      {...(secret || form.submitting ? closesOnPurpose : {})}
    >
      {secret ? (
        <ShownOnce {...shown} value={secret} onClose={onClose} />
      ) : (
        <form onSubmit={submit}>
          <Stack>
            <RefusalNotice refusal={problem} />
            {fields(form)}
            <FormFooter label={confirm} isPending={form.submitting} onCancel={onClose} />
          </Stack>
        </form>
      )}
    </Modal>
  );
}
