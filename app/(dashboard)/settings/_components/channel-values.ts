import type { NoticeEvent } from "@/lib/domain/notices/notice-data";
import type { ChannelKind } from "@/lib/domain/notices/channel-config";
import type { ChannelItem } from "@/lib/domain/notices/shapes";
import { isTracker } from "@/lib/domain/notices/tracker-config";

export interface ChannelValues extends Record<string, unknown> {
  kind: ChannelKind;
  name: string;
  events: NoticeEvent[];
  url: string;
  host: string;
  port: number;
  security: "tls" | "starttls" | "none";
  user: string;
  password: string;
  from: string;
  project: string;
  issueType: string;
  repository: string;
  table: string;
  token: string;
}
export const emptyChannel: ChannelValues = {
  kind: "mail",
  name: "",
  events: ["offboarding.stuck", "offboarding.used", "source.failing"],
  url: "",
  host: "",
  port: 587,
  security: "starttls",
  user: "",
  password: "",
  from: "",
  project: "",
  issueType: "Task",
  repository: "",
  table: "incident",
  token: "",
};

const filled = <Fields extends Record<string, string>>(fields: Fields): Partial<Fields> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== "")) as Partial<Fields>;

/** Whether the channel itself chooses what it is told: of a mail server each person does, and trackers are told nothing. */
export const choosesEvents = (kind: ChannelKind): boolean => kind !== "mail" && !isTracker(kind);

/** The command's configuration from the form; what was left empty is left out. */
export function configOf(values: ChannelValues) {
  const { kind, url, host, port, security, user, password, from } = values;
  const { project, issueType, repository, table, token } = values;
  switch (kind) {
    case "mail":
      return { kind, host, port, security, from, ...filled({ user, password }) };
    case "jira":
      return { kind, url, project, issueType, user, ...filled({ token }) };
    case "github_issues":
      return { kind, repository, ...filled({ url, token }) };
    case "servicenow":
      return { kind, url, table, user, ...filled({ token }) };
    default:
      return { kind, url };
  }
}

/** The form of a channel as it is; what is sealed is left empty. */
export function valuesOf({ kind, name, events, shown }: ChannelItem): ChannelValues {
  const mail = kind === "mail" && !shown.fromEnvironment;
  return {
    ...emptyChannel,
    kind,
    name,
    events,
    ...(mail
      ? {
          host: String(shown.host),
          port: Number(shown.port),
          security: shown.security as ChannelValues["security"],
          user: String(shown.user ?? ""),
          from: String(shown.from),
        }
      : {}),
    ...(isTracker(kind) ? (shown as Partial<ChannelValues>) : {}),
  };
}

/** Left empty, an address or a password stays as it is. */
export function changeOf(item: ChannelItem, values: ChannelValues) {
  const { kind, shown } = item;
  const keepsAddress = !isTracker(kind) && kind !== "mail" && values.url === "";
  const hasConfig = !shown.fromEnvironment && !keepsAddress;
  return {
    channelId: item.id,
    name: values.name,
    ...(choosesEvents(kind) ? { events: values.events } : {}),
    ...(hasConfig ? { config: configOf(values) } : {}),
  };
}
