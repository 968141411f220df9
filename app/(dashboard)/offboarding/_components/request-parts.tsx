import { Anchor, NumberInput, Radio, Stack, Textarea } from "@mantine/core";
import { RefusalNotice } from "@/components/answer/refusal-notice";
import type { Refusal } from "@/lib/domain/answer";
import { LocalLink as Link } from "@/components/shell/local-link";
import { Notice } from "@/components/states/notice";
import { reasonLength } from "@/lib/domain/reason-length";

interface TargetChoicesProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  choices: { key: string; name: string; about: string; isOpen: boolean }[];
}

/** The identity and its credentials, of which one is chosen. */
export const TargetChoices = ({ label, value, onChange, choices }: TargetChoicesProps) => (
  <Radio.Group label={label} value={value} onChange={onChange} required>
    <Stack gap="sm" mt="xs">
      {choices.map(({ key, name, about, isOpen }) => (
        <Radio key={key} value={key} label={name} description={about} disabled={isOpen} />
      ))}
    </Stack>
  </Radio.Group>
);

interface ReasonFieldProps {
  value: string;
  onChange: (value: string) => void;
}

export const ReasonField = ({ value, onChange }: ReasonFieldProps) => (
  <Textarea
    label="Reason"
    description="Whoever approves reads it, and the receipt keeps it."
    required
    minLength={reasonLength.least}
    maxLength={reasonLength.most}
    autosize
    minRows={2}
    value={value}
    onChange={(event) => onChange(event.currentTarget.value)}
  />
);

interface LengthFieldProps {
  label: string;
  description: string;
  max: number;
  value: number;
  onChange: (value: number | null) => void;
}

/** A length in hours or days; emptied it is the usual one again. */
export const LengthField = ({ onChange, ...field }: LengthFieldProps) => (
  <NumberInput
    {...field}
    min={0}
    onChange={(next) => onChange(next === "" ? null : Number(next))}
  />
);

interface RequestNoticesProps {
  preview: { source: { id: string; name: string }; couldAct: boolean; otherApprover: boolean };
  mayConfigure: boolean;
  /** What a write credential would change. */
  could: string;
  failed: Refusal | null;
}

/** What whoever asks should know before, and why it was refused. */
export const RequestNotices = ({ preview, mayConfigure, could, failed }: RequestNoticesProps) => (
  <>
    {preview.couldAct ? (
      <Notice
        kind="info"
        title={`Muster can only read ${preview.source.name}`}
        action={
          mayConfigure ? (
            <Anchor component={Link} href={`/sources/${preview.source.id}/actions`}>
              Add a write credential
            </Anchor>
          ) : null
        }
      >
        {could}
      </Notice>
    ) : null}
    {preview.otherApprover ? (
      <Notice kind="info" title="Two people decide">
        The policy asks for two people here: somebody other than you approves.
      </Notice>
    ) : null}
    <RefusalNotice title="Not requested" refusal={failed} />
  </>
);
