import { Checkbox, Group, NumberInput } from "@mantine/core";

export interface DueDraft {
  /** From the start, or in a review of what happens from each event. */
  days: number;
  remindDays: number[];
}

const mostDays = 365;
const reminders = [14, 7, 3, 1] as const;

interface DueFieldsProps {
  draft: DueDraft;
  isOnEvent: boolean;
  change: (changes: Partial<DueDraft>) => void;
}

/** Until when an answer is awaited, and who still owes one is told how long before. */
export function DueFields({ draft, isOnEvent, change }: DueFieldsProps) {
  return (
    <>
      <NumberInput
        label={
          isOnEvent
            ? "Days from each event until the answer is due"
            : "Days until the answers are due"
        }
        min={1}
        max={mostDays}
        value={draft.days}
        onChange={(next) => change({ days: Number(next) || 1 })}
      />
      <Checkbox.Group
        label="Remind whoever has not answered"
        value={draft.remindDays.map(String)}
        onChange={(next) => change({ remindDays: next.map(Number) })}
      >
        <Group mt={6} gap="8px 24px">
          {reminders.map((days) => (
            <Checkbox
              key={days}
              value={String(days)}
              disabled={days >= draft.days}
              label={days === 1 ? "1 day before" : `${days} days before`}
            />
          ))}
        </Group>
      </Checkbox.Group>
    </>
  );
}
