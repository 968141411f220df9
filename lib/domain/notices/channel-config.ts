import { z } from "zod";
import { noticeCatalogue } from "./catalogue";
import type { NoticeEvent } from "./notice-data";
import { isTracker, trackerConfigs } from "./tracker-config";
import { webAddress } from "./web-address";

/** The events that people and rooms choose from. */
export const choosableEvents = (Object.keys(noticeCatalogue) as NoticeEvent[]).filter(
  (event) => event !== "digest",
);
export const eventName = z.enum(choosableEvents as [NoticeEvent, ...NoticeEvent[]]);

const host = z
  .string()
  .trim()
  .regex(/^[^\s/\\@]{1,253}$/, "Give the name of the server alone, such as smtp.example.com");

const mail = z.strictObject({
  kind: z.literal("mail"),
  host,
  port: z.number().int().min(1).max(65_535),
  security: z.enum(["tls", "starttls", "none"]),
  user: z.string().trim().max(320).optional(),
  password: z.string().max(1_000).optional(),
  from: z.email("Give one address, such as muster@example.com"),
});
const room = z.strictObject({ kind: z.enum(["slack", "teams"]), url: webAddress });
const webhook = z.strictObject({ kind: z.literal("webhook"), url: webAddress });

export const ownChannelConfig = room;
export const channelConfig = z.discriminatedUnion("kind", [mail, room, webhook, ...trackerConfigs]);
export type ChannelConfig = z.infer<typeof channelConfig>;
export type ChannelKind = ChannelConfig["kind"];

export const channelWords: Record<ChannelKind, { name: string; sentence: string }> = {
  mail: { name: "Mail", sentence: "One mail server; each person chooses what they get." },
  slack: { name: "Slack", sentence: "An incoming webhook of one Slack channel." },
  teams: { name: "Microsoft Teams", sentence: "A Workflows webhook of one Teams channel." },
  webhook: { name: "Signed webhook", sentence: "Calls your own receiver, each call signed." },
  jira: { name: "Jira", sentence: "Opens issues in one project of Jira Cloud." },
  github_issues: { name: "GitHub Issues", sentence: "Opens issues in one repository." },
  servicenow: { name: "ServiceNow", sentence: "Opens records in one table." },
};

/** What may be shown of an address: whoever knows the path of a hook can write to it. */
const shownAddress = (text: string): string => `${new URL(text).origin}/…`;

/** The settings that may be shown again, and those that are sealed. */
export function splitConfig(config: ChannelConfig): {
  shown: Record<string, string | number | boolean | null>;
  secrets: { password?: string; url?: string; token?: string };
} {
  if (isTracker(config.kind)) {
    const { kind: _kind, token, ...shown } = config as Extract<ChannelConfig, { token?: unknown }>;
    return { shown, secrets: token ? { token } : {} };
  }
  if (config.kind !== "mail") {
    return {
      shown: { address: shownAddress(config.url) },
      secrets: { url: config.url },
    };
  }
  const { host: server, port, security, user, password, from } = config;
  return {
    shown: {
      host: server,
      port,
      security,
      user: user || null,
      from,
      hasPassword: Boolean(password),
    },
    secrets: password ? { password } : {},
  };
}
