import { Checkbox, Group, Select } from "@mantine/core";
import type { Repetition, ReviewTrigger, RiskLine } from "@/lib/domain/lifecycle/recurrence";

export interface RepeatDraft {
  repeats: Repetition;
  triggers: ReviewTrigger[];
  riskLine: RiskLine;
}

const repeats: { value: Repetition; label: string }[] = [
  { value: "never", label: "Once" },
  { value: "monthly", label: "Every month" },
  { value: "quarterly", label: "Every three months" },
  { value: "on_event", label: "Whenever something happens" },
];
const lines: { value: RiskLine; label: string }[] = [
  { value: "medium", label: "Medium or above" },
  { value: "high", label: "High or above" },
  { value: "critical", label: "Critical" },
];
const triggers: { value: ReviewTrigger; label: string }[] = [
  { value: "risk", label: "Its risk rises above a line" },
  { value: "owner", label: "It gets another owner" },
  { value: "exposure", label: "It is found exposed" },
];
const explained: Record<Repetition, string> = {
  never: "It is asked now, and not again by itself.",
  monthly: "It opens now and on this day of each month, with what the view shows then.",
  quarterly: "It opens now and on this day of every third month, with what the view shows then.",
  on_event: "Nobody is asked now. Each event asks about the identity that it happened to.",
};

interface RepeatFieldsProps {
  draft: RepeatDraft;
  change: (changes: Partial<RepeatDraft>) => void;
}

/** How often it is asked, or what has to happen before it is. */
export function RepeatFields({ draft, change }: RepeatFieldsProps) {
  return (
    <>
      <Select
        label="How often"
        description={explained[draft.repeats]}
        data={repeats}
        allowDeselect={false}
        value={draft.repeats}
        onChange={(value) => change({ repeats: value ?? "never" })}
      />
      {draft.repeats === "on_event" ? (
        <Checkbox.Group
          label="Ask when"
          value={draft.triggers}
          onChange={(value) => change({ triggers: value })}
        >
          <Group mt={6} gap="lg">
            {triggers.map(({ value, label }) => (
              <Checkbox key={value} value={value} label={label} />
            ))}
          </Group>
        </Checkbox.Group>
      ) : null}
      {draft.repeats === "on_event" && draft.triggers.includes("risk") ? (
        <Select
          label="The line"
          description="Asked once each time it rises to this band from one below it."
          data={lines}
          allowDeselect={false}
          value={draft.riskLine}
          onChange={(value) => change({ riskLine: value ?? "high" })}
        />
      ) : null}
    </>
  );
}
