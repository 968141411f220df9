"use client";

import {
  IconBellOff,
  IconBrandSlack,
  IconTicket,
  IconBrandTeams,
  IconMail,
  IconWebhook,
} from "@tabler/icons-react";
import { EmptyState } from "@/components/states/empty-state";
import { TimeAgo } from "@/components/time/time-ago";
import { numberText } from "@/lib/domain/counted";
import type { ChannelItem } from "@/lib/domain/notices/shapes";
import { isTracker } from "@/lib/domain/notices/tracker-config";
import { Panel, Row, Section } from "../../_components/section";
import { Tone } from "../../_components/tone";
import { ChannelButtons } from "./channel-buttons";

const icons = {
  mail: IconMail,
  slack: IconBrandSlack,
  teams: IconBrandTeams,
  webhook: IconWebhook,
  jira: IconTicket,
  github_issues: IconTicket,
  servicenow: IconTicket,
} as const;

function StateOf({ item: { state, failures } }: { item: ChannelItem }) {
  if (state === "paused") return <Tone tone="quiet">Paused</Tone>;
  if (state === "disabled") return <Tone tone="bad">Switched off</Tone>;
  return failures > 0 ? <Tone tone="waiting">Failing</Tone> : <Tone tone="good">On</Tone>;
}

const encryption: Record<string, string> = {
  tls: "TLS",
  starttls: "STARTTLS",
  none: "no encryption",
};

function whereTo({ kind, shown }: ChannelItem): string {
  if (isTracker(kind)) return `${shown.url} · ${shown.project ?? shown.repository ?? shown.table}`;
  if (kind !== "mail") return String(shown.address ?? "");
  if (shown.fromEnvironment) return "The server that MUSTER_SMTP_URL names";
  return `${shown.host}:${shown.port}, ${encryption[String(shown.security)]}, from ${shown.from}`;
}

export function ChannelList({ items, mayChange }: { items: ChannelItem[]; mayChange: boolean }) {
  return (
    <Section title="Channels">
      {items.length === 0 ? (
        <EmptyState
          icon={<IconBellOff size={28} stroke={1.6} />}
          title="Nobody is told anything yet"
          sentence="Add a mail server so that people hear of what waits for them, or a chat room for what concerns a team."
        />
      ) : (
        <Panel>
          {items.map((item) => {
            const Icon = icons[item.kind];
            return (
              <Row
                key={item.id}
                icon={<Icon size={18} stroke={1.6} />}
                name={
                  <>
                    {item.name} <StateOf item={item} />
                  </>
                }
                end={mayChange ? <ChannelButtons item={item} /> : null}
              >
                {whereTo(item)}
                <br />
                {item.because ? `${item.because} ` : null}
                {isTracker(item.kind) ? (
                  "Tickets are opened at a finding or a case"
                ) : item.deliveredAt ? (
                  <>
                    Last delivered <TimeAgo at={item.deliveredAt} />
                  </>
                ) : (
                  "Nothing delivered yet"
                )}
                {item.waiting > 0 ? ` · ${numberText(item.waiting)} waiting` : ""}
                {item.kind === "mail" || isTracker(item.kind)
                  ? ""
                  : ` · told of ${numberText(item.events.length)} events`}
              </Row>
            );
          })}
        </Panel>
      )}
    </Section>
  );
}
