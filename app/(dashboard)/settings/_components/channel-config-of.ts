import type { ChannelValues } from "./channel-fields";

const filled = <Fields extends Record<string, string>>(fields: Fields): Partial<Fields> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== "")) as Partial<Fields>;

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
