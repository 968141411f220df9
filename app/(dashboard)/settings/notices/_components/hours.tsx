"use client";

import { Button, Group, Select, Stack, Switch, TextInput } from "@mantine/core";
import { isTimeZone, type PersonSchedule } from "@/lib/domain/notices/schedule";
import { Section } from "../../_components/section";
import { minuteOf, timeOf } from "./clock-text";

interface HoursProps {
  value: PersonSchedule;
  onChange: (value: PersonSchedule) => void;
  timeZones: string[];
}

const usual = { quietFrom: 20 * 60, quietTo: 7 * 60 };

/** When this person is left alone, and when the digest comes. */
export function Hours({ value, onChange, timeZones }: HoursProps) {
  const set = (part: Partial<PersonSchedule>) => onChange({ ...value, ...part });
  const time = (label: string, key: "quietFrom" | "quietTo" | "digestAt") => (
    <TextInput
      type="time"
      label={label}
      w={130}
      value={timeOf(value[key] ?? 0)}
      onChange={({ currentTarget }) => {
        const minute = minuteOf(currentTarget.value);
        if (minute !== null) set({ [key]: minute });
      }}
    />
  );
  const useBrowsers = () => {
    const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
    if (isTimeZone(timeZone)) set({ timeZone });
  };
  const isQuiet = value.quietFrom !== null;
  return (
    <Section title="Your hours">
      <Stack gap="md">
        <Group align="flex-end" gap="sm">
          <Select
            label="Time zone"
            searchable
            data={timeZones.includes(value.timeZone) ? timeZones : [value.timeZone, ...timeZones]}
            value={value.timeZone}
            onChange={(timeZone) => timeZone && set({ timeZone })}
            allowDeselect={false}
            comboboxProps={{ shadow: "md" }}
            w={260}
          />
          <Button variant="default" onClick={useBrowsers}>
            Take this browser's
          </Button>
        </Group>
        <Switch
          label="Quiet hours: what is not urgent waits until they end"
          checked={isQuiet}
          onChange={({ currentTarget }) =>
            set(currentTarget.checked ? usual : { quietFrom: null, quietTo: null })
          }
        />
        {isQuiet ? (
          <Group gap="sm">
            {time("From", "quietFrom")}
            {time("Until", "quietTo")}
          </Group>
        ) : null}
        {time("Daily digest at", "digestAt")}
      </Stack>
    </Section>
  );
}
