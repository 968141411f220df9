"use client";

import { Button, Group, NativeSelect } from "@mantine/core";
import { useState } from "react";
import { LiveForm } from "@/components/form/live-form";
import { PlainTable } from "@/components/plain-table/plain-table";
import type { NoticeMode } from "@/lib/domain/notices/notice-data";
import type { PersonSchedule } from "@/lib/domain/notices/schedule";
import type { OwnNotices } from "@/lib/domain/notices/shapes";
import { Section } from "../../_components/section";
import { Tone } from "../../_components/tone";
import { useGuarded } from "../../_components/use-guarded";
import { saveNoticesAction } from "../actions";
import { Hours } from "./hours";

const modes = [
  { value: "now", label: "At once" },
  { value: "digest", label: "Daily digest" },
  { value: "off", label: "Not at all" },
];

interface NoticeChoicesProps extends OwnNotices {
  timeZones: string[];
}

/** Each event on each channel, and the person's hours; kept with one button. */
export function NoticeChoices({ events, channels, schedule, timeZones }: NoticeChoicesProps) {
  const { run, busy } = useGuarded();
  const [hours, setHours] = useState<PersonSchedule>(schedule);
  const [changed, setChanged] = useState<Record<string, NoticeMode>>({});
  const save = async () => {
    const choices = events.flatMap(({ event }) =>
      channels.flatMap(({ id: channelId }) => {
        const mode = changed[`${channelId} ${event}`];
        return mode ? [{ channelId, event, mode }] : [];
      }),
    );
    const done = await run("save", () => saveNoticesAction({ schedule: hours, choices }), "Kept");
    if (done === null) return;
    setChanged({});
  };
  return (
    <LiveForm onSubmit={save}>
      <Hours value={hours} onChange={setHours} timeZones={timeZones} />
      {channels.length > 0 ? (
        <Section
          title="What you are told"
          sentence="Urgent ones come at once, in quiet hours too, unless you switch them off."
        >
          <PlainTable label="Events" columns={["Event", ...channels.map((one) => one.name)]}>
            {events.map(({ event, label, group, isUrgent, modes: kept }) => (
              <tr key={event}>
                <td>
                  {label} {isUrgent ? <Tone tone="bad">Urgent</Tone> : null}
                  <div>
                    <small>{group}</small>
                  </div>
                </td>
                {channels.map((channel) => (
                  <td key={channel.id}>
                    <NativeSelect
                      size="xs"
                      aria-label={`${label}, ${channel.name}`}
                      data={modes}
                      value={changed[`${channel.id} ${event}`] ?? kept[channel.id] ?? "now"}
                      onChange={({ currentTarget }) => {
                        const mode = currentTarget.value as NoticeMode;
                        setChanged((all) => ({ ...all, [`${channel.id} ${event}`]: mode }));
                      }}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </PlainTable>
        </Section>
      ) : null}
      <Group mt="lg">
        <Button type="submit" loading={busy === "save"}>
          Keep these choices
        </Button>
      </Group>
    </LiveForm>
  );
}
