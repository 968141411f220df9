"use client";

import { PasswordInput, TextInput } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import type { TrackerKind } from "@/lib/domain/notices/tracker-config";
import type { ChannelValues } from "./channel-values";

const words: Record<TrackerKind, { url: string; user: string | null; token: string }> = {
  jira: {
    url: "https://your-company.atlassian.net",
    user: "E-mail address of the account",
    token: "API token",
  },
  github_issues: {
    url: "https://api.github.com",
    user: null,
    token: "Token that may write issues",
  },
  servicenow: { url: "https://your-company.service-now.com", user: "User", token: "Password" },
};

interface TrackerFieldsProps {
  form: UseFormReturnType<ChannelValues>;
  kind: TrackerKind;
  isChange: boolean;
}

/** Where tickets are opened, and as whom. */
export function TrackerFields({ form, kind, isChange }: TrackerFieldsProps) {
  const { url, user, token } = words[kind];
  const field = (name: keyof ChannelValues & string, label: string, placeholder = "") => (
    <TextInput
      label={label}
      placeholder={placeholder}
      required={!(kind === "github_issues" && name === "url")}
      withAsterisk={false}
      autoComplete="off"
      {...form.getInputProps(name)}
    />
  );
  return (
    <>
      {field("url", "Address", url)}
      {kind === "jira" ? field("project", "Project's key", "SEC") : null}
      {kind === "jira" ? field("issueType", "Type of issue") : null}
      {kind === "github_issues" ? field("repository", "Repository", "owner/name") : null}
      {kind === "servicenow" ? field("table", "Table") : null}
      {user ? field("user", user) : null}
      <PasswordInput
        label={token}
        required={!isChange}
        withAsterisk={false}
        autoComplete="new-password"
        placeholder={isChange ? "Kept as it is" : ""}
        {...form.getInputProps("token")}
      />
    </>
  );
}
