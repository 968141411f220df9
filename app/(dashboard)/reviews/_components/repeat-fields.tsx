import { Checkbox, Group, Select } from "@mantine/core";
import type { Repetition, ReviewTrigger, RiskLine } from "@/lib/domain/lifecycle/recurrence";
import { choicesOf, happenedWords, repeatWords, riskLineWords } from "./option-words";

export interface RepeatDraft {
  repeats: Repetition;
  triggers: ReviewTrigger[];
  riskLine: RiskLine;
}

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
        data={choicesOf(repeatWords)}
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
            {choicesOf(happenedWords).map(({ value, label }) => (
              <Checkbox key={value} value={value} label={label} />
            ))}
          </Group>
        </Checkbox.Group>
      ) : null}
      {draft.repeats === "on_event" && draft.triggers.includes("risk") ? (
        <Select
          label="The line"
          description="Asked once each time it rises to this band from one below it."
          data={choicesOf(riskLineWords)}
          allowDeselect={false}
          value={draft.riskLine}
          onChange={(value) => change({ riskLine: value ?? "high" })}
        />
      ) : null}
    </>
  );
}
